import { describe, expect, it } from 'vitest'
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

  it('draws every character of the random part', async () => {
    const characters = new Set<string>()
    const until = Date.now() + 20_000
    while (characters.size < 32 && Date.now() < until) {
      for (const character of newId().slice(10, 25)) characters.add(character)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    expect(characters.size).toBe(32)
  })
})
