import { describe, expect, it } from 'vitest'
import {
  areEventsAsScripted,
  CHUNK_BYTES,
  cycleEvents,
  isAsScripted,
  toPlace,
  TOKEN_LENGTH,
  toStart,
} from './script.ts'

const events = cycleEvents.toString().split('\n\n').slice(0, -1)
const tokens = events.map((event) => {
  const chunk = JSON.parse(event.slice('data: '.length)) as { choices: [{ delta: { content: string } }] }
  return chunk.choices[0].delta.content
})

function textOf(stream: number, turn: number, length: number): string {
  const start = toStart(stream, turn)
  return Array.from({ length }, (_, index) => tokens[toPlace(start, index)]).join('')
}

describe('the script', () => {
  it('has events of one length, each with a token of one length that no other has', () => {
    expect(cycleEvents.length).toBe(events.length * CHUNK_BYTES)
    expect(new Set(tokens).size).toBe(events.length)
    expect(new Set(tokens.map((token) => token.length))).toEqual(new Set([TOKEN_LENGTH]))
  })

  it('knows its own text at any offset, over the end of the cycle too', () => {
    const text = textOf(3, 1, events.length + 500)
    const start = toStart(3, 1)
    for (const [at, length] of [
      [0, 5],
      [10, 2000],
      [(events.length - toStart(3, 1) - 2) * TOKEN_LENGTH, 40],
      [7, 3],
    ] as const) {
      expect(isAsScripted(start, at, text.slice(at, at + length))).toBe(true)
    }
    expect(isAsScripted(start, 0, text)).toBe(true)
  })

  it('sees a lost, a repeated, a swapped and a foreign token', () => {
    const start = toStart(3, 1)
    const text = textOf(3, 1, 100)
    const token = (index: number) => text.slice(index * TOKEN_LENGTH, (index + 1) * TOKEN_LENGTH)
    const rest = (index: number) => text.slice(index * TOKEN_LENGTH)
    expect(isAsScripted(start, 0, token(0) + rest(2))).toBe(false)
    expect(isAsScripted(start, 0, token(0) + text)).toBe(false)
    expect(isAsScripted(start, 0, token(1) + token(0) + rest(2))).toBe(false)
    expect(isAsScripted(start, 0, textOf(4, 1, 1) + rest(1))).toBe(false)
  })

  it('knows its own bytes at any offset', () => {
    const start = toStart(events.length - 3, 0)
    const bytes = Buffer.concat([
      cycleEvents.subarray(start * CHUNK_BYTES),
      cycleEvents.subarray(0, 10 * CHUNK_BYTES),
    ])
    expect(areEventsAsScripted(start, 0, bytes)).toBe(true)
    expect(areEventsAsScripted(start, 100, bytes.subarray(100))).toBe(true)
    expect(areEventsAsScripted(start, 0, bytes.subarray(1))).toBe(false)
  })
})
