import { describe, expect, it, onTestFinished, vi } from 'vitest'
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

  it('reads its end without touching what came before, however long that is', () => {
    const buffer = new TextBuffer()
    for (let token = 0; token < 50_000; token += 1) buffer.append('word ')
    const slice = vi.spyOn(String.prototype, 'slice')
    onTestFinished(() => slice.mockRestore())
    const read: string[] = []
    for (let token = 0; token < 2000; token += 1) {
      const at = buffer.length
      buffer.append('word ')
      read.push(buffer.from(at))
    }
    const touched = slice.mock.contexts.map((text) => String(text).length)
    expect(touched.length).toBeGreaterThan(0)
    expect(Math.max(...touched)).toBeLessThan(10_000)
    expect(new Set(read)).toEqual(new Set(['word ']))
  })
})
