import {
  apiKeyCreateInputSchema,
  loginInputSchema,
  modelCreateInputSchema,
  registerInputSchema,
  sessionCreateInputSchema,
  sessionUpdateInputSchema,
} from '@chatmore/api/contract'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { toRuleText } from './to-rule-text.ts'

/** Shows which text is chosen, and with what. */
const t = (key: string, values: Record<string, unknown>) => `${key} ${JSON.stringify(values)}`

const long = 'x'.repeat(60_000)
const model = { name: 'a', provider: 'a', apiBase: 'https://a.example', model: 'a' }
const window = { modelId: '0'.repeat(26) }

/** Inputs that break the rules of what the forms send. */
const broken: [name: string, schema: z.ZodType, input: unknown][] = [
  ['sign-in', loginInputSchema, { email: 'x', password: '' }],
  ['a new account', registerInputSchema, { email: 'x', password: 'short' }],
  ['long words', registerInputSchema, { email: long, password: long }],
  ['a model without anything', modelCreateInputSchema, { name: '', provider: ' ', apiBase: 'x', model: '' }],
  ['a key with a space', modelCreateInputSchema, { ...model, apiKey: 'a b', contextWindow: 1.5 }],
  [
    'a model beyond all limits',
    modelCreateInputSchema,
    {
      ...model,
      contextWindow: 1,
      price: { currency: 'USD', inputPerMillion: 'x', outputPerMillion: '1' },
      timeouts: { connectMs: 1, totalMs: 1e9 },
      extraConfig: { temperature: 9, topP: -1, maxTokens: 0, seed: 0.5, stop: ['a', 'b', 'c', 'd', 'e'] },
    },
  ],
  ['a session without windows', sessionCreateInputSchema, { windows: [] }],
  ['a session of too many', sessionCreateInputSchema, { windows: Array(51).fill(window) }],
  [
    'a session of long texts',
    sessionCreateInputSchema,
    { title: long, windows: [{ ...window, systemMessage: long }] },
  ],
  ['a session without a title', sessionUpdateInputSchema, { id: window.modelId, title: ' ' }],
  ['an API key without a day', apiKeyCreateInputSchema, { name: '', expiresAt: 'tomorrow' }],
]

describe('a rule of the contract', () => {
  it.each(broken)('has a text of its own: %s', (_name, schema, input) => {
    const rules = schema.safeParse(input).error?.issues.map((issue) => issue.message) ?? []
    expect(rules).not.toEqual([])
    const unknown = rules.filter((rule) => toRuleText(rule, t).startsWith('errors.rule.unknown'))
    expect(unknown).toEqual([])
  })

  it.each([
    ['is longer than 200 characters', 'errors.rule.tooLong {"max":"200"}'],
    ['is longer than 1,024 bytes', 'errors.rule.tooManyBytes {"max":"1,024"}'],
    ['is one of the most common passwords', 'errors.rule.commonPassword {}'],
    ['is an address that is never called, such as this', 'errors.rule.forbiddenAddress {}'],
    ['is not a time from 1970 to 9999', 'errors.rule.date {}'],
    ['is not a number from 0 to 2', 'errors.rule.number {"min":"0","max":"2"}'],
    [
      'is not a whole number of milliseconds from 100 to 120,000',
      'errors.rule.wholeNumberBetween {"min":"100","max":"120,000"}',
    ],
    ['is green', 'errors.rule.unknown {"rule":"is green"}'],
  ])('%s is said as %s', (rule, text) => {
    expect(toRuleText(rule, t)).toBe(text)
  })
})
