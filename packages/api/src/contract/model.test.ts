import { describe, expect, it } from 'vitest'
import {
  modelCreateInputSchema,
  modelDiscoverInputSchema,
  modelTestInputSchema,
  modelUpdateInputSchema,
} from './model.ts'

const valid = { name: 'GPT', provider: 'openai', apiBase: 'https://api.example.com/v1', model: 'gpt-x' }
const id = '01JD0000000000000000000000'

function refusalOf(change: object): string[] {
  const { error } = modelCreateInputSchema.safeParse({ ...valid, ...change })
  return error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []
}

describe('the address of a model', () => {
  it.each([
    'https://api.example.com/v1',
    'http://localhost:11434/v1',
    'http://[::1]:8000',
    'https://例え.example/v1/',
    '  https://api.example.com/v1  ',
  ])('may be %j', (apiBase) => {
    expect(refusalOf({ apiBase })).toEqual([])
  })

  it.each([
    '',
    '   ',
    'api.example.com/v1',
    'file:///etc/passwd',
    'gopher://example.com',
    'javascript:alert(1)',
    'data:text/plain,x',
    'https://user:secret@example.com/v1',
    'https://user@example.com/v1',
    'https://example.com/v1?key=1',
    'https://example.com/v1?',
    'https://example.com/v1#top',
    'https://example.com/v1#',
    'https://exa mple.com/v1',
    'https://example.com/v1\nHost: other',
    'http://',
  ])('may not be %j', (apiBase) => {
    expect(refusalOf({ apiBase })).toEqual([
      'apiBase: is not an http or https address without user name, query or fragment',
    ])
  })
})

describe('the key of a model', () => {
  it.each(['sk-1\nX-Evil: 1', 'sk-1\r', 'clé', 'sk 1', '\u0000'])(
    'may not be %j, which no header can carry',
    (apiKey) => {
      expect(refusalOf({ apiKey })).toEqual(['apiKey: has characters that a header cannot carry'])
    },
  )

  it.each([undefined, null, '', 'sk-abc_123.~+/='])('may be %j', (apiKey) => {
    expect(refusalOf({ apiKey })).toEqual([])
  })
})

describe('the parameters of a model', () => {
  it.each([
    [{ extraConfig: { temperature: Number.NaN } }, 'extraConfig.temperature: is not a number from 0 to 2'],
    [{ extraConfig: { temperature: '1' } }, 'extraConfig.temperature: is not a number from 0 to 2'],
    [{ extraConfig: { temperature: -1 } }, 'extraConfig.temperature: is not a number from 0 to 2'],
    [{ extraConfig: { temperature: 9 } }, 'extraConfig.temperature: is not a number from 0 to 2'],
    [{ extraConfig: { maxTokens: 0 } }, 'extraConfig.maxTokens: is not a whole number from 1 to 1,000,000'],
    [{ extraConfig: { maxTokens: -1 } }, 'extraConfig.maxTokens: is not a whole number from 1 to 1,000,000'],
    [{ extraConfig: { maxTokens: 1e9 } }, 'extraConfig.maxTokens: is not a whole number from 1 to 1,000,000'],
    [{ extraConfig: { maxTokens: 1.5 } }, 'extraConfig.maxTokens: is not a whole number from 1 to 1,000,000'],
    [{ contextWindow: 1 }, 'contextWindow: is not a whole number from 256 to 100,000,000'],
    [
      { timeouts: { connectMs: 5 } },
      'timeouts.connectMs: is not a whole number of milliseconds from 100 to 120,000',
    ],
    [
      { price: { currency: 'USD', inputPerMillion: '1e3', outputPerMillion: '1' } },
      'price.inputPerMillion: is not a decimal with at most six places',
    ],
    [{ model: 'x'.repeat(1000) }, 'model: is longer than 200 characters'],
    [{ name: ' ' }, 'name: is empty'],
  ])('%j are refused by name', (change, rule) => {
    expect(refusalOf(change)).toEqual([rule])
  })

  it('are refused where a field is not known', () => {
    expect(modelCreateInputSchema.safeParse({ ...valid, isDemo: true }).success).toBe(false)
    expect(modelCreateInputSchema.safeParse({ ...valid, extraConfig: { foo: 1 } }).success).toBe(false)
  })
})

describe('the other inputs of models', () => {
  it('an update takes any part of a model, and no field that a model has not', () => {
    expect(modelUpdateInputSchema.parse({ id, enabled: false })).toEqual({ id, enabled: false })
    expect(modelUpdateInputSchema.safeParse({ id, ownerId: id }).success).toBe(false)
    expect(modelUpdateInputSchema.safeParse({ enabled: false }).success).toBe(false)
  })

  it('a test takes a saved model, an unsaved config or both, and nothing between', () => {
    const config = { apiBase: valid.apiBase, model: valid.model }
    for (const input of [{ id }, config, { ...config, id }]) {
      expect(modelTestInputSchema.parse(input)).toEqual(input)
    }
    for (const input of [{}, { apiBase: valid.apiBase }, { id, foo: 1 }]) {
      expect(modelTestInputSchema.safeParse(input).success).toBe(false)
    }
  })

  it('a discovery needs no model name', () => {
    expect(modelDiscoverInputSchema.parse({ apiBase: valid.apiBase })).toEqual({ apiBase: valid.apiBase })
  })
})
