import { describe, expect, it } from 'vitest'
import { buildMessage } from '../testing/build-message.ts'
import { isRunning, toAnswerState } from './answer-state.ts'

describe('toAnswerState', () => {
  it.each([
    [{ status: 'pending', content: '' }, 'waiting'],
    [{ status: 'streaming', content: '' }, 'waiting'],
    [{ status: 'streaming', content: '', reasoning: 'Hm' }, 'thinking'],
    [{ status: 'streaming', content: 'Well', reasoning: 'Hm' }, 'streaming'],
    [{ status: 'done', finishReason: 'stop' }, 'done'],
    [{ status: 'done', finishReason: 'tool_calls' }, 'asked-for-tool'],
    [{ status: 'done', finishReason: 'tool_calls', content: '**Call of time**\n\n```json\n{}\n```' }, 'done'],
    [{ status: 'done', finishReason: 'length' }, 'cut'],
    [{ status: 'done', finishReason: 'content_filter' }, 'filtered'],
    [{ status: 'stopped' }, 'stopped'],
    [{ status: 'error', errorCode: 'RATE_LIMITED' }, 'failed'],
    [{ status: 'interrupted' }, 'interrupted'],
    [{ status: 'incomplete' }, 'incomplete'],
  ] as const)('takes %o for %s', (patch, expected) => {
    expect(toAnswerState(buildMessage(patch))).toBe(expected)
  })

  it('runs while waiting, thinking and streaming alone', () => {
    const states = [
      'waiting',
      'thinking',
      'streaming',
      'done',
      'cut',
      'filtered',
      'asked-for-tool',
      'stopped',
      'failed',
      'interrupted',
      'incomplete',
    ] as const
    expect(states.filter(isRunning)).toEqual(['waiting', 'thinking', 'streaming'])
  })
})
