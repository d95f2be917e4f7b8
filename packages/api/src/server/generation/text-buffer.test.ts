import { describe, expect, it } from 'vitest'
import { createRandom } from './testing/random.ts'
import { TextBuffer } from './text-buffer.ts'

describe('a text buffer', () => {
  it('holds what was added, in order', () => {
    const buffer = new TextBuffer()
    for (const piece of ['a', '', 'bc', 'd'.repeat(10_000), 'e']) buffer.append(piece)
    expect(buffer.toString()).toBe(`abc${'d'.repeat(10_000)}e`)
    expect(buffer.length).toBe(10_004)
  })

  it('gives the text from any offset, as slicing the whole would', () => {
    const random = createRandom(7)
    const buffer = new TextBuffer()
    let whole = ''
    for (let step = 0; step < 300; step += 1) {
      const piece = String(step).repeat(random(200))
      buffer.append(piece)
      whole += piece
      for (const start of [0, random(whole.length + 1), whole.length - 1, whole.length, whole.length + 5]) {
        expect(buffer.from(Math.max(0, start))).toBe(whole.slice(Math.max(0, start)))
      }
    }
    expect(buffer.toString()).toBe(whole)
  })

  it('reads its end at the same cost however long it is', () => {
    const shortest = Math.min(...[1, 2, 3].map(() => costOfTokens(500)))
    const longest = Math.min(...[1, 2, 3].map(() => costOfTokens(200_000)))
    expect(longest).toBeLessThan(shortest * 10 + 10)
  })
})

/** Milliseconds to add 2,000 tokens one by one to a text of so many, reading each back as it comes. */
function costOfTokens(count: number): number {
  const buffer = new TextBuffer()
  for (let token = 0; token < count; token += 1) buffer.append('word ')
  const start = performance.now()
  for (let token = 0; token < 2000; token += 1) {
    const at = buffer.length
    buffer.append('word ')
    if (buffer.from(at).charCodeAt(4) !== 32) throw new Error('wrong text')
  }
  return performance.now() - start
}
