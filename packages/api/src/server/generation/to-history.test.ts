import { describe, expect, it } from 'vitest'
import { toHistory, type HistoryEntry } from './to-history.ts'

const input = (id: string): HistoryEntry => ({
  id,
  seq: 1,
  role: 'user',
  content: id,
  status: 'done',
  replyToId: null,
  attempt: 1,
})

const answer = (replyToId: string, content: string, values: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: `to-${replyToId}-${values.attempt ?? 1}`,
  seq: 2,
  role: 'assistant',
  content,
  status: 'done',
  replyToId,
  attempt: 1,
  ...values,
})

const texts = (entries: HistoryEntry[]) =>
  toHistory(entries).map(({ role, content }) => `${role}: ${content}`)

describe('the history that a model is shown', () => {
  it.each<[string, HistoryEntry[], string[]]>([
    [
      'has inputs and answers in order',
      [input('a'), answer('a', 'A'), input('b'), answer('b', 'B')],
      ['user: a', 'assistant: A', 'user: b', 'assistant: B'],
    ],
    [
      'has the latest attempt where an answer was retried',
      [input('a'), answer('a', 'old'), answer('a', 'new', { attempt: 2 })],
      ['user: a', 'assistant: new'],
    ],
    [
      'has a late retry in its own turn',
      [input('a'), answer('a', 'old'), input('b'), answer('b', 'B'), answer('a', 'new', { attempt: 2 })],
      ['user: a', 'assistant: new', 'user: b', 'assistant: B'],
    ],
    [
      'goes back to the earlier attempt where the latest has no text',
      [input('a'), answer('a', 'old'), answer('a', '', { attempt: 2, status: 'error' })],
      ['user: a', 'assistant: old'],
    ],
    [
      'has what was said before an answer was cut short',
      [input('a'), answer('a', 'half', { status: 'stopped' })],
      ['user: a', 'assistant: half'],
    ],
    [
      'keeps an input that has no answer',
      [input('a'), answer('a', '', { status: 'error' }), input('b')],
      ['user: a', 'user: b'],
    ],
    [
      'leaves out an answer that is still being written',
      [input('a'), answer('a', 'so f', { status: 'streaming' })],
      ['user: a'],
    ],
    ['leaves out an answer whose input was not loaded', [answer('x', 'X'), input('a')], ['user: a']],
    ['is empty for a new window', [], []],
  ])('%s', (_behaviour, entries, expected) => {
    expect(texts(entries)).toEqual(expected)
  })
})
