import { describe, expect, it } from 'vitest'
import { createCodeWriter, createPart, LINES_IN_PART, splitIntoParts } from './code-parts.ts'

const code = Array.from(
  { length: 2 * LINES_IN_PART + 3 },
  (_, line) => `line ${line}${line % 5 === 0 ? '\n' : ''}`,
).join('\n')

describe('code in parts', () => {
  it.each([1, 3, 50, 5000])('is the same by %i characters at a time as in one go', (step) => {
    const element = document.createElement('code')
    const write = createCodeWriter(element)
    for (let at = 0; at < code.length; at += step) write(code.slice(at, at + step))
    expect([...element.children].map((part) => part.textContent)).toEqual(splitIntoParts(code))
    expect(element.textContent).toBe(code)
  })

  it('has none for no code', () => {
    expect(splitIntoParts('').join('')).toBe('')
  })

  it('changes its last part alone when it grows', () => {
    const element = document.createElement('code')
    const write = createCodeWriter(element)
    write(code)
    const [first, second, last] = element.children
    write('\nmore')
    expect([...element.children]).toEqual([first, second, last])
    expect(last?.childNodes).toHaveLength(1)
    expect(element.textContent).toBe(`${code}\nmore`)
    expect(createPart('a', 'b').outerHTML).toBe('<span class="md-code-part">ab</span>')
  })
})
