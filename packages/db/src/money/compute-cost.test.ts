import { describe, expect, it } from 'vitest'
import { computeCost, trimDecimal } from './compute-cost.ts'

const price = (inputPerMillion: string, outputPerMillion: string) => ({
  currency: 'USD' as const,
  inputPerMillion,
  outputPerMillion,
})

describe('computeCost', () => {
  it.each([
    { input: '0', output: '0', tokens: [1000, 1000], cost: '0' },
    { input: '1', output: '0', tokens: [1_000_000, 0], cost: '1' },
    { input: '2.5', output: '10', tokens: [1000, 500], cost: '0.0075' },
    { input: '0.15', output: '0.6', tokens: [1, 1], cost: '0.00000075' },
    { input: '0.1', output: '0.2', tokens: [3, 3], cost: '0.0000009' },
    { input: '99999999.999999', output: '99999999.999999', tokens: [1e6, 1e6], cost: '199999999.999998' },
    { input: '0.000049', output: '0', tokens: [1, 0], cost: '0' },
    { input: '0.00005', output: '0', tokens: [1, 0], cost: '0.0000000001' },
    { input: '0.000149', output: '0', tokens: [1, 0], cost: '0.0000000001' },
    { input: '007.50', output: '0', tokens: [2_000_000, 0], cost: '15' },
    { input: '99999999', output: '99999999', tokens: [2 ** 31, 2 ** 31], cost: '9999999999.9999999999' },
  ])('of $input in and $output out for $tokens tokens is $cost', ({ input, output, tokens, cost }) => {
    const [prompt = 0, completion = 0] = tokens
    expect(computeCost(price(input, output), prompt, completion)).toBe(cost)
  })
})

describe('trimDecimal', () => {
  it.each([
    ['0.0120000000', '0.012'],
    ['10.0000000000', '10'],
    ['100', '100'],
    ['0.0000000001', '0.0000000001'],
  ])('makes %s into %s', (decimal, trimmed) => {
    expect(trimDecimal(decimal)).toBe(trimmed)
  })
})
