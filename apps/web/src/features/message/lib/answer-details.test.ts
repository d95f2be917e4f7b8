import { describe, expect, it } from 'vitest'
import { buildMessage } from '../testing/build-message.ts'
import { toAnswerDetails, toParamDetails } from './answer-details.ts'
import { toAnswerFacts } from './answer-facts.ts'

const t = (key: string, values?: Record<string, string>) =>
  values ? `${key} ${Object.values(values).join(' ')}` : key
const texts = { t, locale: 'en' }

const answered = {
  promptTokens: 1200,
  completionTokens: 300,
  reasoningTokens: 100,
  ttftMs: 500,
  latencyMs: 3500,
  thinkingMs: 1000,
  cost: '0.0012',
  currency: 'USD',
}

describe('what an answer took', () => {
  it('is told on one line: tokens, speed, cost and time', () => {
    const facts = toAnswerFacts(buildMessage(answered), t, 'en')
    expect(facts.map(({ text }) => text)).toEqual([
      'message.tokens 300',
      'message.rateShort 100',
      '$0.0012',
      '3.5 s',
    ])
    expect(facts[0]?.title).toBe('message.tokensTitle 1,200 300')
  })

  it('is marked where it was estimated', () => {
    const message = buildMessage({ ...answered, usageEstimated: true })
    expect(toAnswerFacts(message, t, 'en')[0]?.text).toBe('≈ message.tokens 300')
    expect(toAnswerDetails(message, texts)).toContainEqual(['message.tokensIn', 'message.estimated 1,200'])
  })

  it('is told in full, each on a line', () => {
    expect(toAnswerDetails(buildMessage(answered), texts)).toEqual([
      ['message.firstTokenTitle', '0.5 s'],
      ['message.thinkingTitle', '1.0 s'],
      ['message.totalTitle', '3.5 s'],
      ['message.rateTitle', 'message.rate 100'],
      ['message.tokensIn', '1,200'],
      ['message.tokensOut', '300'],
      ['message.tokensReasoning', '100'],
      ['message.costTitle', '$0.0012'],
    ])
  })

  it('leaves out what is not known', () => {
    const unknown = { promptTokens: null, completionTokens: null, reasoningTokens: null, ttftMs: null }
    const message = buildMessage({
      ...unknown,
      latencyMs: null,
      thinkingMs: null,
      cost: null,
      currency: null,
    })
    expect(toAnswerFacts(message, t, 'en')).toEqual([])
    expect(toAnswerDetails(message, texts)).toEqual([])
  })
})

it('parameters have the names of the settings, and their values as they were sent', () => {
  const params = { temperature: 0.25, stop: ['\n', 'END'], seed: 12345, reasoningEffort: 'low' as const }
  expect(toParamDetails({ ...params, topP: undefined }, texts)).toEqual([
    ['model.params.temperature', '0.25'],
    ['model.params.stop', '"\\n", "END"'],
    ['model.params.seed', '12345'],
    ['model.params.reasoningEffort', 'low'],
  ])
})
