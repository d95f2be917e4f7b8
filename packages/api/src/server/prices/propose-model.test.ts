import { describe, expect, it } from 'vitest'
import { modelAddManyInputSchema } from '../../contract/index.ts'
import { priceLists } from './price-table.ts'
import { proposeModel } from './propose-model.ts'

const openai = 'https://api.openai.com/v1'

describe('what is proposed for a model', () => {
  it.each([
    [openai, 'gpt-4o', 'GPT-4o', 128_000, '2.5'],
    [openai, 'gpt-4o-2024-08-06', 'GPT-4o (2024-08-06)', 128_000, '2.5'],
    [
      'https://api.anthropic.com/v1',
      'claude-haiku-4-5-20251001',
      'Claude Haiku 4.5 (20251001)',
      200_000,
      '1',
    ],
    [
      'https://generativelanguage.googleapis.com/v1beta/openai',
      'models/gemini-2.5-pro',
      'Gemini 2.5 Pro',
      1_048_576,
      '1.25',
    ],
    ['https://openrouter.ai/api/v1', 'openai/gpt-4o', 'GPT-4o', 128_000, null],
    ['https://api.openai.com.evil.example/v1', 'gpt-4o', 'GPT-4o', 128_000, null],
    [openai, 'gpt-9-made-up', 'gpt-9-made-up', null, null],
    [openai, 'constructor', 'constructor', null, null],
  ])('by %s for %s is the name %s, the context window %s and the price %s', (apiBase, model, ...expected) => {
    const { name, contextWindow, price } = proposeModel(apiBase, model)
    expect([name, contextWindow, price?.inputPerMillion ?? null]).toEqual(expected)
  })

  it('may be saved as it is, and tells the day and the source of each price', () => {
    for (const { host, source, asOf, models } of priceLists) {
      expect(new URL(source).protocol).toBe('https:')
      expect(new Date(asOf).toISOString().slice(0, 10)).toBe(asOf)
      const apiBase = `https://${host}/v1`
      const offers = Object.keys(models).map((model) => {
        const { name, contextWindow, price, asOf: day } = proposeModel(apiBase, model)
        expect(day).toBe(asOf)
        return { model, name, contextWindow, price }
      })
      expect(modelAddManyInputSchema.parse({ provider: 'x', apiBase, models: offers }).models).toEqual(offers)
    }
  })
})
