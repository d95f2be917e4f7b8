import { describe, expect, it } from 'vitest'
import type { Message } from '../../contract/index.ts'
import { LiveRuns } from './live-runs.ts'
import { SessionProjection } from './session-projection.ts'
import { buildMessage } from './testing/build-message.ts'
import { createManualClock } from './testing/manual-clock.ts'
import { Watcher } from './watcher.ts'

function setUp(watcherCount: number) {
  const projection = new SessionProjection(new LiveRuns(), createManualClock())
  const watchers = Array.from({ length: watcherCount }, () => new Watcher(null))
  for (const watcher of watchers) {
    projection.watchers.add(watcher)
    watcher.takeSync([])
  }
  const take = (watcher: Watcher) => projection.takeEvents(watcher, Number.POSITIVE_INFINITY)
  return { projection, watchers, take }
}

const toEvent = (message: Message) => ({ type: 'message', message })
const ended = buildMessage({ id: 'm1', status: 'done', content: 'text' })

describe("a session's projection", () => {
  it("keeps an ended message's body until every watcher was shown it, and no longer", () => {
    const { projection, watchers, take } = setUp(2)
    projection.apply({ type: 'message', message: ended })
    const [first, second] = watchers as [Watcher, Watcher]
    expect(take(first)).toEqual([toEvent(ended)])
    expect(take(second)).toEqual([toEvent(ended)])
    second.noteChanged('m1', new Date())
    expect(take(second)).toEqual([])
  })

  it('keeps nothing of an answer in flight once it ended', () => {
    const { projection } = setUp(1)
    const inFlight = buildMessage({ id: 'm1', status: 'streaming', content: 'te' })
    projection.apply({ type: 'message', message: inFlight })
    expect([...projection.answers()]).toHaveLength(1)
    projection.apply({ type: 'message', message: ended })
    expect([...projection.answers()]).toEqual([])
  })

  it('shows a watcher that was shown part of an ended answer the whole', () => {
    const { projection, watchers, take } = setUp(1)
    const [watcher] = watchers as [Watcher]
    projection.apply({
      type: 'message',
      message: buildMessage({ id: 'm1', content: 'te', status: 'streaming' }),
    })
    expect(take(watcher)).toMatchObject([{ message: { content: 'te' } }])
    watcher.noteGrown('m1')
    projection.apply({ type: 'message', message: ended })
    expect(take(watcher)).toEqual([toEvent(ended)])
  })

  it('takes a text that differs from what was shown as it is', () => {
    const { projection, watchers, take } = setUp(1)
    const [watcher] = watchers as [Watcher]
    const shown = buildMessage({ id: 'm1', content: 'other words', status: 'streaming' })
    projection.apply({ type: 'message', message: shown })
    projection.apply({ type: 'message', message: ended })
    expect(take(watcher)).toEqual([toEvent(ended)])
  })

  it('gives no more events than have so much text, and the rest the next time', () => {
    const { projection, watchers } = setUp(1)
    const [watcher] = watchers as [Watcher]
    for (const id of ['m1', 'm2', 'm3']) projection.apply({ type: 'message', message: { ...ended, id } })
    const idsOf = (maxLength: number) =>
      projection.takeEvents(watcher, maxLength).map((event) => event.type === 'message' && event.message.id)
    expect([idsOf(1), idsOf(10), idsOf(10)]).toEqual([['m1'], ['m2', 'm3'], []])
  })

  it('builds the text that all its watchers lack once for them', () => {
    const { projection, watchers, take } = setUp(2)
    const inFlight = buildMessage({ id: 'm1', status: 'streaming', content: 'te' })
    projection.apply({ type: 'message', message: inFlight })
    for (const watcher of watchers) take(watcher)
    const delta = { type: 'delta', messageId: 'm1', windowId: 'window-1', channel: 'content' } as const
    projection.apply({ ...delta, at: 2, text: 'xt' })
    const [first, second] = watchers.map((watcher) => take(watcher)[0])
    expect(first).toEqual({ ...delta, at: 2, text: 'xt' })
    expect(second).toBe(first)
  })
})
