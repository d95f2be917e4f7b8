import { noUsage } from '@chatmore/llm'
import { expect, test } from 'vitest'
import { TOKENS_PER_MESSAGE } from './build-context.ts'
import { estimateUsage } from './estimate-usage.ts'

/** A token a character, so that what was counted can be told from what was told. */
const countTokens = (text: string) => Promise.resolve(text.length)
const spent = { messages: [{ role: 'user' as const, content: 'Why?' }], content: 'Because', reasoning: 'Hm' }
const usage = { ...noUsage, promptTokens: 100, completionTokens: 50, reasoningTokens: 20, cachedTokens: 60 }
const counted = {
  promptTokens: 4 + TOKENS_PER_MESSAGE,
  completionTokens: 9,
  reasoningTokens: 2,
  isEstimated: true,
}

test('what the endpoint told of a call that was cut short is what it has cost', async () => {
  const told = { usage, textLength: 9 }
  expect(await estimateUsage({ ...spent, told }, countTokens)).toEqual({ ...usage, isEstimated: false })
})

test('what was told before the last of the text says nothing of the answer, but of the prompt', async () => {
  const told = { usage: { ...usage, completionTokens: 1 }, textLength: 0 }
  expect(await estimateUsage({ ...spent, told }, countTokens)).toEqual({
    ...counted,
    promptTokens: 100,
    cachedTokens: 60,
  })
})

test.each([
  null,
  { usage: noUsage, textLength: 9 },
  { usage: { ...noUsage, promptTokens: 0, completionTokens: 0 }, textLength: 9 },
])('what was not told is counted: %j', async (told) => {
  expect(await estimateUsage({ ...spent, told }, countTokens)).toEqual(counted)
})
