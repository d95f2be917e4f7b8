import { describe, expect, it } from 'vitest'
import { appendAt, applyWatchEvent, emptyWatchState, type WatchState } from './apply-watch-event.ts'
import type { Message } from './message.ts'
import type { Session } from './session.ts'
import type { WatchEvent } from './watch-event.ts'
import type { ChatWindow } from './window.ts'

function answer(change: Partial<Message> = {}): Message {
  return {
    id: 'a',
    sessionId: 's',
    windowId: 'w',
    seq: 2,
    role: 'assistant',
    content: '',
    reasoning: '',
    status: 'pending',
    finishReason: null,
    errorCode: null,
    errorMessage: null,
    promptTokens: null,
    completionTokens: null,
    reasoningTokens: null,
    usageEstimated: false,
    cost: null,
    currency: null,
    ttftMs: null,
    latencyMs: null,
    thinkingMs: null,
    modelId: null,
    modelName: null,
    broadcastGroupId: null,
    replyToId: 'u',
    attempt: 1,
    superseded: false,
    archivedBy: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...change,
  }
}

function delta(
  at: number,
  text: string,
  change: Partial<{ messageId: string; channel: 'content' | 'reasoning' }> = {},
) {
  return { type: 'delta', messageId: 'a', windowId: 'w', channel: 'content', at, text, ...change } as const
}

function play(...events: WatchEvent[]): WatchState {
  return events.reduce(applyWatchEvent, emptyWatchState)
}

const sync = (...messages: Message[]) => ({ type: 'sync', messages }) as const
const message = (change: Partial<Message>) => ({ type: 'message', message: answer(change) }) as const

describe('appendAt', () => {
  it.each([
    { where: 'at the end', known: 'abc', at: 3, text: 'de', result: 'abcde' },
    { where: 'at the start of nothing', known: '', at: 0, text: 'ab', result: 'ab' },
    { where: 'overlapping the end', known: 'abc', at: 2, text: 'cd', result: 'abcd' },
    { where: 'that is known already', known: 'abc', at: 0, text: 'ab', result: 'abc' },
    { where: 'that is known to its last character', known: 'abc', at: 1, text: 'bc', result: 'abc' },
    { where: 'of nothing', known: 'abc', at: 3, text: '', result: 'abc' },
    { where: 'beyond the end', known: 'abc', at: 4, text: 'e', result: null },
  ])('puts a text $where', ({ known, at, text, result }) => {
    expect(appendAt(known, at, text)).toBe(result)
  })

  it('stays as it is by an event that only a newer server knows', () => {
    expect(applyWatchEvent(emptyWatchState, { type: 'unheard of' } as never)).toBe(emptyWatchState)
  })

  it('counts UTF-16 units, as a browser does', () => {
    expect(appendAt('😀', 2, '!')).toBe('😀!')
  })
})

describe('applyWatchEvent', () => {
  it('grows an answer by its deltas, each channel for itself, and calls it streaming from the first', () => {
    const state = play(
      sync(answer()),
      delta(0, 'hm', { channel: 'reasoning' }),
      delta(0, 'Hel'),
      delta(3, 'lo'),
    )
    expect(state.messages.a).toMatchObject({ content: 'Hello', reasoning: 'hm', status: 'streaming' })
    expect(state.stale).toEqual([])
  })

  it('adds only what is new of a delta that overlaps', () => {
    expect(play(sync(answer({ content: 'Hello' })), delta(3, 'lo, you')).messages.a?.content).toBe(
      'Hello, you',
    )
  })

  it('leaves the text alone and calls the answer stale where a delta leaves a gap', () => {
    const state = play(sync(answer({ content: 'He' })), delta(4, 'o'))
    expect(state.messages.a?.content).toBe('He')
    expect(state.stale).toEqual(['a'])
  })

  it('calls an answer stale once that it was never told of', () => {
    const state = play(delta(0, 'x', { messageId: 'b' }), delta(1, 'y', { messageId: 'b' }))
    expect(state.stale).toEqual(['b'])
    expect(state.messages).toEqual({})
  })

  it.each([
    ['a whole copy of the message', message({ content: 'Hello' })],
    ['a sync that has it', sync(answer({ content: 'Hello' }))],
  ])('mends a stale answer by %s', (_what, event) => {
    const state = play(sync(answer()), delta(4, 'o'), event)
    expect(state.stale).toEqual([])
    expect(state.messages.a?.content).toBe('Hello')
  })

  it('calls answers stale that were in flight and that a sync no longer has', () => {
    const state = play(sync(answer(), answer({ id: 'b' })), message({ status: 'done' }), sync())
    expect(state.stale).toEqual(['b'])
  })

  it('keeps the end of an answer that a late delta of it follows', () => {
    const state = play(sync(answer()), message({ status: 'done', content: 'Hello' }), delta(2, 'llo'))
    expect(state.messages.a).toMatchObject({ status: 'done', content: 'Hello' })
    expect(state.stale).toEqual([])
  })

  it('keeps the session that came last', () => {
    const first = { id: 's', title: 'one', windows: [] as ChatWindow[] } as Session
    const last = { id: 's', title: 'two', windows: [] as ChatWindow[] } as Session
    expect(play({ type: 'session', session: first }, { type: 'session', session: last }).session).toBe(last)
  })

  it('doubts what stood in a window before its history was rewound, and nothing else', () => {
    const rewound = (historySeq: number): WatchEvent => {
      const window = { id: answer().windowId, historySeq } as ChatWindow
      return { type: 'session', session: { id: 's', windows: [window] } as Session }
    }
    const old = answer({ id: 'old', seq: 2, status: 'done' })
    const fresh = answer({ id: 'fresh', seq: 4, status: 'done' })
    const elsewhere = answer({ id: 'elsewhere', windowId: 'another', seq: 2, status: 'done' })
    const state = play(sync(old, fresh, elsewhere), rewound(3))
    expect(state.stale).toEqual(['old'])
    const known = play(sync(old), rewound(3), { type: 'message', message: old }, rewound(3))
    expect(known.stale).toEqual([])
  })

  it('applies the events of a batch in their order', () => {
    const events = [sync(answer()), delta(0, 'Hel'), delta(3, 'lo')]
    expect(applyWatchEvent(emptyWatchState, { type: 'batch', events })).toEqual(play(...events))
  })

  it('changes nothing of the state that it was given', () => {
    const before = play(sync(answer({ content: 'He' })))
    const copy = structuredClone(before)
    applyWatchEvent(before, delta(2, 'llo'))
    applyWatchEvent(before, message({ status: 'done' }))
    expect(before).toEqual(copy)
  })
})
