import { expect, it } from 'vitest'
import { MOST_HELD } from './many-answers.ts'
import { readDataLines } from './read-data-lines.ts'

const HALF = Buffer.alloc(MOST_HELD / 2 + 1, 'x')

it('reads lines however they are cut, and gathers what has no events', () => {
  const data: string[] = []
  const lines = readDataLines((given) => data.push(given))
  for (const byte of Buffer.from('data: ❤\ndata: b\r\n\ndata: c'))
    expect(lines.push(Buffer.of(byte))).toBe(true)
  expect(lines.end()).toBe('')
  expect(data).toEqual(['❤', 'b', 'c'])
  const whole = readDataLines(() => {})
  whole.push(Buffer.from('{"a":'))
  whole.push(Buffer.from('1}'))
  expect(whole.end()).toBe('{"a":1}')
})

it.each(['data: ', '{"a":"'])('reads nothing any more behind a line that is too large: %s', (beginning) => {
  const data: string[] = []
  const lines = readDataLines((given) => data.push(given))
  const pieces = ['data: before\n', beginning, HALF, HALF, '"}\ndata: behind\n\n', 'data: the end']
  const read = pieces.map((piece) => lines.push(Buffer.from(piece)))
  expect(read).toEqual([true, true, true, false, false, false])
  expect(lines.end()).toBe('')
  expect(data).toEqual(['before'])
})

it('holds no more than that of an answer that has no events either', () => {
  const lines = readDataLines(() => {})
  const read = [HALF, Buffer.from('\n'), HALF, Buffer.from('\ndata: behind\n')].map((piece) =>
    lines.push(piece),
  )
  expect(read).toEqual([true, true, false, false])
  expect(lines.end()).toBe('')
})
