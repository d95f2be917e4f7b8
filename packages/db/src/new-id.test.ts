import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { newId } from './new-id.ts'

describe('newId', () => {
  it('gives ids that differ and sort in the order they were made, also past the random numbers kept ready', async () => {
    const ids: string[] = []
    for (let round = 0; round < 600; round++) {
      ids.push(newId(), newId())
      if (round % 2 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(new Set(ids).size).toBe(ids.length)
    expect([...ids].sort()).toEqual(ids)
    expect(ids.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true)
  })

  it('draws every character of the random part', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const characters = new Set<string>()
    // Within a millisecond an id is the one before and one more, so each needs a time of its own.
    for (let made = 0; made < 10_000 && characters.size < 32; made++) {
      vi.advanceTimersByTime(1)
      for (const character of newId().slice(10, 25)) characters.add(character)
    }
    expect(characters.size).toBe(32)
  })
})
