import { describe, expect, it } from 'vitest'
import { sampleModel } from '../../../shared/testing/samples.ts'
import { buildMessage, buildUserMessage } from '../../message/testing/build-message.ts'
import { buildAttachment, buildTextFile } from '../../attachment/testing/build-attachment.ts'
import { addSpending, estimateSpending } from './estimate-spending.ts'

const price = { currency: 'USD', inputPerMillion: '10', outputPerMillion: '30' } as const
const priced = sampleModel({ price, contextWindow: null })
const answered = [
  buildUserMessage({ id: 'u1', content: 'x'.repeat(400) }),
  buildMessage({
    id: 'a1',
    content: 'y'.repeat(4000),
    promptTokens: 120,
    completionTokens: 900,
    reasoningTokens: 300,
  }),
]
const ask = (patch: Partial<Parameters<typeof estimateSpending>[0]>) =>
  estimateSpending({ rows: answered, systemMessage: '', textTokens: 80, files: [], model: priced, ...patch })

describe('what an input is about to cost', () => {
  it('is the newest answer’s own count, its text without what it reasoned, and what is written now', () => {
    expect(ask({})).toEqual({ tokens: 800, cost: { currency: 'USD', amount: 0.008 } })
  })

  it('is estimated from the texts where nothing was counted', () => {
    const rows = [buildUserMessage({ content: 'x'.repeat(400) })]
    expect(ask({ rows, systemMessage: 'z'.repeat(40) }).tokens).toBe(100 + 10 + 80)
  })

  it('counts what came after the newest count, and no attempt that was given up', () => {
    const failed = buildMessage({ id: 'a2', content: 'w'.repeat(40), promptTokens: null })
    const given = buildMessage({ id: 'a0', superseded: true, promptTokens: 9999 })
    expect(ask({ rows: [...answered, failed, given] }).tokens).toBe(810)
  })

  it('counts files, and images for models alone that see them', () => {
    const files = [buildAttachment({ tokens: 1000 }), buildTextFile({ tokens: 50 })]
    const rows = [buildUserMessage({ content: '', attachments: files })]
    expect(ask({ files }).tokens).toBe(850)
    expect(ask({ files, model: { ...priced, vision: true } }).tokens).toBe(1850)
    expect(ask({ rows, model: { ...priced, vision: true } }).tokens).toBe(1050 + 80)
  })

  it('is never more than the model takes', () => {
    const model = sampleModel({ price, contextWindow: 1000, defaults: { maxTokens: 400 } })
    expect(ask({ model }).tokens).toBe(600)
  })

  it('has no cost where the model has no price', () => {
    expect(ask({ model: sampleModel({ price: null }) }).cost).toBeNull()
    expect(ask({ model: undefined }).cost).toBeNull()
  })
})

describe('addSpending', () => {
  it('adds what is in one currency, and says when a part is unknown', () => {
    const usd = { tokens: 100, cost: { currency: 'USD', amount: 0.01 } }
    const cny = { tokens: 50, cost: { currency: 'CNY', amount: 0.2 } }
    expect(addSpending([usd, usd, cny])).toEqual({
      windows: 3,
      tokens: 250,
      costs: [
        { currency: 'USD', amount: 0.02 },
        { currency: 'CNY', amount: 0.2 },
      ],
      isWhole: true,
    })
    expect(addSpending([usd, { tokens: 5, cost: null }]).isWhole).toBe(false)
  })
})
