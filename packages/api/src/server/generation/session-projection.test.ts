import { describe, expect, it } from 'vitest'
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
  return { projection, watchers }
}

const ended = buildMessage({ id: 'm1', status: 'done', content: 'text' })

describe("a session's projection", () => {
  it("keeps an ended message's body until every watcher was shown it, and no longer", () => {
    const { projection, watchers } = setUp(2)
    projection.apply({ type: 'message', message: ended })
    const [first, second] = watchers as [Watcher, Watcher]
    expect(projection.take(first, 'm1')).toEqual(ended)
    expect(projection.take(second, 'm1')).toEqual(ended)
    expect(projection.take(second, 'm1')).toBeNull()
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
    const { projection, watchers } = setUp(1)
    const [watcher] = watchers as [Watcher]
    projection.apply({
      type: 'message',
      message: buildMessage({ id: 'm1', content: 'te', status: 'streaming' }),
    })
    expect(projection.take(watcher, 'm1')?.content).toBe('te')
    projection.apply({ type: 'message', message: ended })
    expect(watcher.takeDelta((messageId) => projection.find(messageId))).toBeNull()
    expect(projection.take(watcher, 'm1')).toEqual(ended)
  })

  it('takes a text that differs from what was shown as it is', () => {
    const { projection, watchers } = setUp(1)
    const [watcher] = watchers as [Watcher]
    const shown = buildMessage({ id: 'm1', content: 'other words', status: 'streaming' })
    projection.apply({ type: 'message', message: shown })
    projection.apply({ type: 'message', message: ended })
    expect(projection.take(watcher, 'm1')).toEqual(ended)
  })
})
