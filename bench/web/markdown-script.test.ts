import { describe, expect, it } from 'vitest'
import { findLastMark, scripts, toTokens } from './markdown-script.ts'

describe.each(scripts)('the script %s', (name) => {
  it('tells by its text how far it has come', () => {
    const tokens = toTokens(name, 3, 2000)
    expect(tokens).toHaveLength(2000)
    const text = tokens.slice(0, 1500).join('')
    expect(findLastMark(text)).toBeLessThan(1500)
    expect(findLastMark(text)).toBeGreaterThan(1400)
    expect(findLastMark('')).toBe(-1)
  })

  it('has tokens as long as those of models', () => {
    const tokens = toTokens(name, 0, 5000)
    const average = tokens.join('').length / tokens.length
    expect(average).toBeGreaterThan(4)
    expect(average).toBeLessThan(6)
  })
})
