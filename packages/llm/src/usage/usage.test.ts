import { expect, test } from 'vitest'
import { completeUsage } from './complete-usage.ts'
import { countTokens } from './count-tokens.ts'

const told = (
  promptTokens: number | null,
  completionTokens: number | null,
  reasoningTokens: number | null = null,
) => ({
  promptTokens,
  completionTokens,
  reasoningTokens,
})
const texts = {
  messages: [{ role: 'user' as const, content: 'hello world' }],
  content: 'hello world',
  reasoning: '',
}

test.each([
  ['', 0],
  ['hello world', 2],
  ['<|endoftext|>', 7],
])('%j has %i tokens', async (text, tokens) => {
  expect(await countTokens(text)).toBe(tokens)
})

test('a long text is measured on samples, close to its count', async () => {
  const sentence = 'The quick brown fox jumps over the lazy dog, again and again. '
  const text = sentence.repeat(5000)
  const exact = (await countTokens(sentence.repeat(500))) * 10
  expect(Math.abs((await countTokens(text)) - exact) / exact).toBeLessThan(0.02)
})

test('what the endpoint told is taken as it is', async () => {
  expect(await completeUsage(told(10, 5, 2), texts)).toEqual({
    promptTokens: 10,
    completionTokens: 5,
    reasoningTokens: 2,
    isEstimated: false,
  })
})

test('what it left out is counted and marked', async () => {
  expect(await completeUsage(told(null, null), texts)).toEqual({
    promptTokens: 9,
    completionTokens: 2,
    reasoningTokens: null,
    isEstimated: true,
  })
  expect(await completeUsage(told(10, null), texts)).toMatchObject({
    promptTokens: 10,
    completionTokens: 2,
    isEstimated: true,
  })
})

test('reasoning counts as part of the completion', async () => {
  expect(await completeUsage(told(10, null), { ...texts, reasoning: 'hello world' })).toMatchObject({
    completionTokens: 4,
    reasoningTokens: 2,
  })
})

test('zeros for an answer that has text are no counts', async () => {
  expect(await completeUsage(told(0, 0), texts)).toMatchObject({
    promptTokens: 9,
    completionTokens: 2,
    isEstimated: true,
  })
  expect(await completeUsage(told(10, 0), { ...texts, content: '' })).toMatchObject({
    completionTokens: 0,
    isEstimated: false,
  })
})
