import type { Message } from '@chatmore/api/contract'
import { describe, expect, it } from 'vitest'
import { buildMessage } from '../../message/testing/build-message.ts'
import { toMetricRows, type MetricName } from './answer-metrics.ts'
import { toComparedAnswers } from './compared-answers.ts'

function bestOf(name: MetricName, ...patches: Partial<Message>[]): string[] {
  const answers = patches.map((patch, at) => buildMessage({ id: `answer-${at}`, ...patch }))
  const broadcast = { sessionId: '', broadcastGroupId: '', inputs: [], answers, vote: null }
  return toMetricRows(toComparedAnswers(broadcast, [], false))
    .filter(({ metrics }) => metrics[name].isBest)
    .map(({ answer }) => answer.id)
}

describe('the best', () => {
  it.each<[MetricName, Partial<Message>, Partial<Message>]>([
    ['firstToken', { ttftMs: 300 }, { ttftMs: 400 }],
    ['total', { latencyMs: 1000 }, { latencyMs: 3000 }],
    ['rate', { completionTokens: 900 }, { completionTokens: 90 }],
    ['cost', { cost: '0.001' }, { cost: '0.01' }],
  ])('in %s is the one before the other', (name, better, worse) => {
    expect(bestOf(name, worse, better)).toEqual(['answer-1'])
    expect(bestOf(name, better, better)).toEqual([])
    expect(bestOf(name, better)).toEqual([])
  })

  it('is none where both read the same', () => {
    expect(bestOf('firstToken', { ttftMs: 660 }, { ttftMs: 740 })).toEqual([])
    expect(bestOf('total', { latencyMs: 12_100 }, { latencyMs: 12_400 })).toEqual([])
  })

  it('is none of tokens, nor of costs in several currencies', () => {
    expect(bestOf('tokens', { completionTokens: 1 }, { completionTokens: 2 })).toEqual([])
    expect(bestOf('cost', { cost: '1', currency: 'USD' }, { cost: '2', currency: 'EUR' })).toEqual([])
  })

  it('is never an answer without a text, however quick it failed', () => {
    const failed = { content: '', status: 'error', latencyMs: 1 } as const
    expect(bestOf('total', failed, { latencyMs: 1000 }, { latencyMs: 2000 })).toEqual(['answer-1'])
  })
})
