import { describe, expect, it } from 'vitest'
import { buildMessage } from '../testing/build-message.ts'
import { estimateTokens } from './estimate-tokens.ts'
import { formatCost, formatDuration, formatTokens } from './format-amounts.ts'
import { toTokensPerSecond } from './tokens-per-second.ts'

describe('amounts', () => {
  it.each([
    [0, '0'],
    [950, '950'],
    [1234, '1.2k'],
    [9960, '10k'],
    [34_400, '34k'],
  ])('writes %i tokens as %s', (tokens, expected) => {
    expect(formatTokens(tokens, 'en')).toBe(expected)
  })

  it.each([
    ['0', 'USD', '$0'],
    ['0.00001234', 'USD', '$0.000012'],
    ['0.0041', 'USD', '$0.0041'],
    ['0.1234', 'USD', '$0.123'],
    ['12.345', 'EUR', '€12.35'],
    ['0.5', 'CNY', '¥0.5'],
  ])('writes a cost of %s %s as %s', (cost, currency, expected) => {
    expect(formatCost(cost, currency, 'en')).toBe(expected)
  })

  it.each([
    [40, '40 ms'],
    [96, '0.1 s'],
    [449, '0.4 s'],
    [9949, '9.9 s'],
    [12_400, '12 s'],
    [185_000, '3:05'],
  ])('writes %i milliseconds as %s', (milliseconds, expected) => {
    expect(formatDuration(milliseconds, 'en')).toBe(expected)
  })

  it('writes units in the language of the reader', () => {
    expect([40, 449].map((milliseconds) => formatDuration(milliseconds, 'zh-CN'))).toEqual([
      '40 毫秒',
      '0.4 秒',
    ])
  })

  it.each([
    ['', 0],
    ['four', 1],
    ['four and more', 4],
    ['天空为什么是蓝色的', 9],
    ['Vue 是框架', 4],
  ])('guesses the tokens of "%s" as %i', (text, expected) => {
    expect(estimateTokens(text)).toBe(expected)
  })
})

describe('toTokensPerSecond', () => {
  it.each([
    [{ completionTokens: 340, ttftMs: 400, latencyMs: 2400 }, 170],
    [{ completionTokens: null, ttftMs: 400, latencyMs: 2400 }, null],
    [{ completionTokens: 340, ttftMs: null, latencyMs: 2400 }, null],
    [{ completionTokens: 3, ttftMs: 400, latencyMs: 410 }, null],
  ])('counts from the first token on: %o', (patch, expected) => {
    expect(toTokensPerSecond(buildMessage(patch))).toBe(expected)
  })
})
