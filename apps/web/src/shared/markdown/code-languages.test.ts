import { describe, expect, it } from 'vitest'
import { findCodeLanguage } from './code-languages.ts'
import { colourCode } from './colour-code.ts'

describe('findCodeLanguage', () => {
  it.each([
    ['js', 'javascript'],
    ['TypeScript', 'typescript'],
    ['c++', 'cpp'],
    ['python', 'python'],
    ['made-up', null],
    ['constructor', null],
    ['', null],
  ])('finds the grammar for "%s"', (name, expected) => {
    expect(findCodeLanguage(name)).toBe(expected)
  })
})

describe('colourCode', () => {
  it('gives the same text back in pieces with a colour for each theme', async () => {
    const code = 'const a = 1 // one\nlet b = `x`'
    const lines = await colourCode(code, 'ts')
    expect(lines?.map((tokens) => tokens.map((token) => token.content).join('')).join('\n')).toBe(code)
    expect(Object.keys(lines?.[0]?.[0]?.htmlStyle ?? {})).toEqual(['--code-light', '--code-dark'])
  })

  it('leaves unknown languages and very long code plain', async () => {
    expect(await colourCode('x', 'made-up')).toBeNull()
    expect(await colourCode('x'.repeat(60_000), 'js')).toBeNull()
  })
})
