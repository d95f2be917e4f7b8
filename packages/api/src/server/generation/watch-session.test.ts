import { countTokens } from '@chatmore/llm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DeltaEvent, WatchEvent } from '../../contract/index.ts'
import { createLocalBus } from './local-bus.ts'
import { buildMessage } from './testing/build-message.ts'
import { buildSession, buildWindow } from './testing/build-session.ts'
import { createTestEngine, sessionId } from './testing/create-test-engine.ts'
import type { Follower } from './testing/follow-session.ts'
import { settle } from './testing/manual-clock.ts'
import { createRandom, cutAtRandom } from './testing/random.ts'
import { toWatchEventId } from './watch-event-id.ts'

beforeAll(async () => void (await countTokens('warm')))

const deltasOf = (events: readonly WatchEvent[]) =>
  events.filter((event): event is DeltaEvent => event.type === 'delta')

const expectGrowing = (shown: string[]) => {
  for (const [index, text] of shown.entries()) expect(text.startsWith(shown[index - 1] ?? '')).toBe(true)
}

describe('watching a session', () => {
  it('begins with a sync, also where nothing is in flight', async () => {
    const { follow } = createTestEngine()
    const watcher = follow()
    await settle()
    expect(watcher.events).toEqual([{ type: 'sync', messages: [] }])
  })

  it('shows all watchers the same text, whenever they came', async () => {
    const { startTurns, callOf, follow, clock, store } = createTestEngine()
    const first = follow()
    await startTurns(2)
    callOf(1).say('Once ')
    await settle()
    const second = follow()
    callOf(1).say('upon ')
    callOf(2).say('hm', 'reasoning')
    await clock.advance(33)
    const third = follow()
    callOf(1).say('a time')
    await clock.advance(33)
    for (const watcher of [first, second, third]) {
      expect(watcher.state.messages['answer-1']).toMatchObject({
        content: 'Once upon a time',
        status: 'streaming',
      })
      expect(watcher.state.messages['answer-2']).toMatchObject({ reasoning: 'hm' })
    }
    callOf(1).finish()
    await settle()
    for (const watcher of [first, second, third]) {
      expect(watcher.state.messages['answer-1']).toEqual(store.get('answer-1'))
      expect(watcher.state.stale).toEqual([])
      expectGrowing(watcher.shown('answer-1'))
    }
  })

  it('shows the first piece of an answer without any time passing', async () => {
    const { startTurns, callOf, follow, clock } = createTestEngine()
    const watcher = follow()
    await startTurns(1)
    const timers = clock.timerCount
    callOf(1).say('W')
    await settle()
    expect(watcher.state.messages['answer-1']?.content).toBe('W')
    expect(clock.timerCount).toBe(timers)
  })

  it('shows a send of another tab: its inputs and its answers', async () => {
    const { startTurns, follow } = createTestEngine()
    const watcher = follow()
    await settle()
    await startTurns(2)
    expect(Object.keys(watcher.state.messages).sort()).toEqual(['answer-1', 'answer-2', 'input-1', 'input-2'])
  })

  it('does not show the input again with a retry', async () => {
    const { addTurn, engine, follow } = createTestEngine()
    const watcher = follow()
    await settle()
    engine.start(sessionId, [addTurn(1, { attempt: 2 })])
    await settle()
    expect(Object.keys(watcher.state.messages)).toEqual(['answer-1'])
  })

  it('keeps sessions apart', async () => {
    const { engine, addTurn, follow, callOf } = createTestEngine()
    const watcher = follow()
    engine.start('session-2', [addTurn(1, { sessionId: 'session-2' })])
    await settle()
    callOf(1).say('elsewhere')
    await settle()
    expect(watcher.events).toEqual([{ type: 'sync', messages: [] }])
    expect(engine.listRunning('session-2')).toEqual(['answer-1'])
    expect(engine.listRunning(sessionId)).toEqual([])
  })

  it('gives every event an id of its own', async () => {
    const { startTurns, callOf, engine, clock } = createTestEngine()
    await startTurns(1)
    const controller = new AbortController()
    const ids: string[] = []
    const { signal } = controller
    const events = engine.watch(sessionId, { signal, bufferedAmount: () => 0, isAllowed: async () => true })
    const read = (async () => {
      for await (const { id } of events) ids.push(id)
    })()
    for (const text of ['a', 'b', 'c', 'd']) {
      callOf(1).say(text)
      await clock.advance(33)
    }
    controller.abort()
    await read
    expect(ids.length).toBeGreaterThanOrEqual(4)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it("tells of the session's changes", async () => {
    const { engine, store, follow } = createTestEngine()
    const watcher = follow()
    await settle()
    store.session = buildSession({ title: 'New title' })
    await engine.announceSession(sessionId)
    await settle()
    expect(watcher.state.session?.title).toBe('New title')
  })

  it('tells of messages that changed other than by a run', async () => {
    const { engine, store, follow } = createTestEngine()
    const watcher = follow()
    await settle()
    store.add(buildMessage({ id: 'old', status: 'done', content: 'old', superseded: true }))
    await engine.announceMessages(sessionId, ['old', 'unknown'])
    await settle()
    expect(watcher.state.messages['old']).toMatchObject({ superseded: true })
  })

  it('does not mind an announcement that cannot be read', async () => {
    const { engine, store, log } = createTestEngine()
    store.isAway = true
    await engine.announceSession(sessionId)
    await engine.announceMessages(sessionId, ['any'])
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn'])
  })

  it('fails where the first sync cannot be read, so that the client comes again', async () => {
    const { store, follow, clock } = createTestEngine()
    store.isAway = true
    const watcher = follow()
    await settle()
    expect([watcher.isOver, watcher.failure]).toEqual([true, expect.any(Error)])
    expect(clock.timerCount).toBe(0)
  })
})

describe('a watcher that asks for batches', () => {
  it('gets all that a tick has in one message: 31 a second for any number of answers, their firsts and ends apart', async () => {
    const { startTurns, callOf, follow, clock } = createTestEngine()
    const watcher = follow({ isBatched: true })
    const plain = follow({ isBatched: false })
    await startTurns(12)
    const before = watcher.frameCount
    const numbers = Array.from({ length: 12 }, (_, index) => index + 1)
    for (let step = 0; step < 200; step += 1) {
      for (const number of numbers) callOf(number).say('x')
      await clock.advance(5)
    }
    const streamed = watcher.frameCount - before
    for (const number of numbers) callOf(number).finish()
    await settle()
    expect(streamed).toBeGreaterThan(25)
    expect(streamed).toBeLessThanOrEqual(31 + 12)
    expect(watcher.frameCount - before - streamed).toBeLessThanOrEqual(12)
    expect(plain.frameCount).toBeGreaterThan(12 * 25)
    expect(watcher.state).toEqual(plain.state)
    expect(watcher.state.messages['answer-12']).toMatchObject({ status: 'done', content: 'x'.repeat(200) })
  })

  it('is shown the first piece of an answer without waiting for the tick of others', async () => {
    const { startTurns, callOf, follow, clock } = createTestEngine()
    const watcher = follow()
    await startTurns(2)
    callOf(1).say('a')
    await settle()
    callOf(1).say('b')
    await clock.advance(10)
    callOf(2).say('first')
    await settle()
    expect(watcher.state.messages['answer-2']?.content).toBe('first')
    expect(watcher.state.messages['answer-1']?.content).toBe('a')
  })

  it('resumes after the last event of its last batch', async () => {
    const { startTurns, callOf, follow, clock, store } = createTestEngine()
    const before = follow()
    await startTurns(3)
    for (const number of [1, 2, 3]) callOf(number).finish()
    await clock.advance(16_000)
    store.session = buildSession()
    before.leave()
    const after = follow({ lastEventId: before.lastEventId, state: before.state })
    await settle()
    expect(after.events.map(({ type }) => type)).toEqual(['sync', 'session', ...Array(6).fill('message')])
    expect(after.frameCount).toBe(3)
    expect(after.state.messages).toEqual(before.state.messages)
  })

  it('gets much text in several batches', async () => {
    const { follow, store, clock } = createTestEngine()
    const content = 'x'.repeat(100_000)
    for (let number = 0; number < 7; number += 1) {
      store.add(buildMessage({ id: `m${number}`, status: 'done', content }))
    }
    const watcher = follow({ lastEventId: toWatchEventId(clock.now(), 1) })
    await settle()
    expect(Object.keys(watcher.state.messages)).toHaveLength(7)
    expect(watcher.frameCount).toBe(1 + 3)
  })
})

describe('resuming', () => {
  it('goes on in mid-stream without gap or repeat', async () => {
    const { startTurns, callOf, follow, clock } = createTestEngine()
    await startTurns(1)
    const before = follow()
    callOf(1).say('one ')
    await clock.advance(33)
    before.leave()
    await settle()
    callOf(1).say('two ')
    await clock.advance(33)
    const after = follow({ lastEventId: before.lastEventId, state: before.state })
    await settle()
    callOf(1).say('three')
    await clock.advance(33)
    expect(after.state.messages['answer-1']?.content).toBe('one two three')
    expect(deltasOf(after.events)).toMatchObject([{ at: 8, text: 'three' }])
  })

  it('tells what was created and ended meanwhile, and leaves nothing stale', async () => {
    const { startTurns, addTurn, callOf, engine, store, follow, clock } = createTestEngine()
    await startTurns(1)
    const before = follow()
    await settle()
    before.leave()
    await clock.advance(60_000)
    callOf(1).say('ended unseen')
    callOf(1).finish()
    engine.start(sessionId, [addTurn(2)])
    await settle()
    callOf(2).finish()
    await settle()
    const after = follow({ lastEventId: before.lastEventId, state: before.state })
    await settle()
    expect(after.events[0]).toEqual({ type: 'sync', messages: [] })
    for (const messageId of ['answer-1', 'answer-2', 'input-2']) {
      expect(after.state.messages[messageId]).toEqual(store.get(messageId))
    }
    expect(after.state.stale).toEqual([])
  })

  it('does not tell again of messages that were told of before', async () => {
    const { startTurns, callOf, engine, store, follow, clock } = createTestEngine()
    const before = follow()
    await startTurns(1)
    callOf(1).finish()
    await clock.advance(16_000)
    store.session = buildSession()
    await engine.announceSession(sessionId)
    await settle()
    before.leave()
    const after = follow({ lastEventId: before.lastEventId })
    await settle()
    expect(after.events).toEqual([
      { type: 'sync', messages: [] },
      { type: 'session', session: store.session },
    ])
  })

  it('tells of a history that was rewound meanwhile, so that what is known of it is read anew', async () => {
    const { startTurns, callOf, store, follow, clock } = createTestEngine()
    store.session = buildSession({ windows: [buildWindow({ historySeq: 0 })] })
    const before = follow()
    await startTurns(1)
    callOf(1).finish()
    await settle()
    before.leave()
    await clock.advance(60_000)
    // What is archived is listed no more.
    for (const messageId of ['input-1', 'answer-1']) store.remove(messageId)
    store.session = buildSession({ windows: [buildWindow({ historySeq: 3 })] })
    const after = follow({ lastEventId: before.lastEventId, state: before.state })
    await settle()
    expect(after.state.session).toEqual(store.session)
    expect([...after.state.stale].sort()).toEqual(['answer-1', 'input-1'])
  })

  it('tells what was heard of the session while it was read, rather than what was read', async () => {
    const { bus, store, follow, clock } = createTestEngine()
    store.session = buildSession({ title: 'as it was' })
    const open = store.hold('findSession')
    const watcher = follow({ lastEventId: toWatchEventId(clock.now(), 1) })
    await settle()
    bus.publish(sessionId, { type: 'session', session: buildSession({ title: 'as it is' }) })
    open()
    await settle()
    expect(watcher.state.session?.title).toBe('as it is')
  })

  it.each(['abc', '-1', 'zzzzzzzzz-1'])(
    'starts afresh from an id that is none of ours: %s',
    async (lastEventId) => {
      const { startTurns, callOf, follow } = createTestEngine()
      await startTurns(1)
      callOf(1).say('text')
      const watcher = follow({ lastEventId })
      await settle()
      expect(watcher.events).toMatchObject([{ type: 'sync', messages: [{ content: 'text' }] }])
    },
  )

  it('loses nothing where the connection breaks before everything missed was told', async () => {
    const { startTurns, callOf, engine, follow, store, clock } = createTestEngine()
    const before = follow()
    await startTurns(3)
    before.leave()
    await settle()
    for (const number of [1, 2, 3]) callOf(number).finish()
    await clock.advance(60_000)
    const controller = new AbortController()
    const { signal } = controller
    const { lastEventId } = before
    const broken = engine.watch(sessionId, {
      lastEventId,
      signal,
      bufferedAmount: () => 0,
      isAllowed: async () => true,
    })
    const ids = [await broken.next(), await broken.next()].map(({ value }) => value?.id)
    controller.abort()
    await broken.return()
    const after = follow({ lastEventId: ids.at(-1), state: before.state })
    await settle()
    for (const messageId of ['answer-1', 'answer-2', 'answer-3']) {
      expect(after.state.messages[messageId]).toEqual(store.get(messageId))
    }
  })
})

describe('resuming on the edge', () => {
  const idAfter = (now: Date, milliseconds: number) =>
    toWatchEventId(new Date(now.getTime() + milliseconds), 1)

  it.each([
    {
      name: 'tells what is dated a little before the last event, as it may have shown later',
      after: 14_999,
      told: 1,
    },
    { name: 'does not tell what is dated long before the last event', after: 15_001, told: 0 },
  ])('$name', async ({ after, told }) => {
    const { store, follow, clock } = createTestEngine()
    store.add(buildMessage({ id: 'm1', status: 'done' }))
    const watcher = follow({ lastEventId: idAfter(clock.now(), after) })
    await settle()
    expect(Object.keys(watcher.state.messages)).toHaveLength(told)
  })

  it('reads what changed again where that failed, while texts go on', async () => {
    const { store, follow, clock, startTurns, callOf } = createTestEngine()
    await startTurns(1)
    callOf(1).say('first')
    store.add(buildMessage({ id: 'm1', status: 'done', content: 'missed' }))
    const open = store.hold('findMessages')
    const watcher = follow({ lastEventId: idAfter(clock.now(), 0) })
    await settle()
    store.isAway = true
    open()
    callOf(1).say(' second')
    await clock.advance(500)
    expect(watcher.state.messages['answer-1']?.content).toBe('first second')
    expect(watcher.state.messages['m1']).toBeUndefined()
    store.isAway = false
    await clock.advance(1000)
    expect(watcher.state.messages['m1']?.content).toBe('missed')
    expect(watcher.isOver).toBe(false)
  })
})

describe('a slow watcher', () => {
  it('gets what it missed in one piece, while others are served', async () => {
    const { startTurns, callOf, follow, clock } = createTestEngine()
    const [quick, slow] = [follow(), follow()]
    await startTurns(1)
    callOf(1).say('0')
    await settle()
    slow.buffered = 1_000_001
    for (let step = 1; step < 40; step += 1) {
      callOf(1).say(String(step % 10))
      await clock.advance(33)
    }
    expect(deltasOf(quick.events)).toHaveLength(40)
    expect(deltasOf(slow.events)).toHaveLength(1)
    slow.buffered = 0
    await clock.advance(50)
    expect(deltasOf(slow.events)).toHaveLength(2)
    expect(slow.state.messages['answer-1']).toEqual(quick.state.messages['answer-1'])
  })

  it('gets the answer whole where that ended meanwhile', async () => {
    const { startTurns, callOf, follow, clock, store } = createTestEngine()
    const slow = follow()
    await startTurns(1)
    callOf(1).say('start')
    await settle()
    slow.buffered = 2_000_000
    callOf(1).say(' end')
    callOf(1).finish()
    await clock.advance(1000)
    expect(slow.state.messages['answer-1']?.status).toBe('streaming')
    slow.buffered = 0
    await clock.advance(50)
    expect(slow.state.messages['answer-1']).toEqual(store.get('answer-1'))
    expectGrowing(slow.shown('answer-1'))
  })

  it('is synced afresh where it missed more than can be told one by one', async () => {
    const { bus, follow, store, clock } = createTestEngine()
    const slow = follow()
    await settle()
    slow.buffered = 2_000_000
    await clock.advance(50)
    for (let number = 0; number < 1100; number += 1) {
      const message = buildMessage({ id: `m${number}`, status: 'done', role: 'user' })
      store.add(message)
      bus.publish(sessionId, { type: 'message', message })
    }
    const calls = store.calls.length
    slow.buffered = 0
    await clock.advance(50)
    expect(store.calls.slice(calls)).toContain('listChangedSince')
    expect(slow.events.filter(({ type }) => type === 'sync')).toHaveLength(2)
    expect(Object.keys(slow.state.messages)).toHaveLength(1100)
  })

  it('is told all of many changes that it missed, also while others come', async () => {
    const { bus, follow, store, clock } = createTestEngine()
    const add = (id: string) => {
      const message = buildMessage({ id, status: 'done', role: 'user' })
      store.add(message)
      return message
    }
    for (let number = 0; number < 1100; number += 1) add(`m${number}`)
    const watcher = follow({ lastEventId: toWatchEventId(clock.now(), 1) })
    for (let number = 0; number < 20; number += 1) {
      bus.publish(sessionId, { type: 'message', message: add(`n${number}`) })
      await settle()
    }
    await clock.advance(1000)
    expect(Object.keys(watcher.state.messages)).toHaveLength(1120)
    expect(watcher.events.filter(({ type }) => type === 'sync')).toHaveLength(1)
  })

  it('still ends when its rights do', async () => {
    const { follow, clock } = createTestEngine()
    const slow = follow()
    await settle()
    slow.buffered = 2_000_000
    slow.isAllowed = async () => false
    await clock.advance(5000)
    expect(slow.isOver).toBe(true)
  })
})

describe('the end of watching', () => {
  it('comes within five seconds of losing the right to, and nothing is shown after', async () => {
    const { startTurns, callOf, follow, clock } = createTestEngine()
    const watcher = follow()
    await startTurns(1)
    await clock.advance(10_000)
    expect(watcher.isOver).toBe(false)
    watcher.isAllowed = async () => false
    await clock.advance(5000)
    expect([watcher.isOver, watcher.failure]).toEqual([true, undefined])
    const count = watcher.events.length
    callOf(1).say('secret')
    await clock.advance(100)
    expect(watcher.events).toHaveLength(count)
  })

  it('does not come from a database that is away for a while, but from one that stays away', async () => {
    const { follow, clock } = createTestEngine()
    const watcher = follow()
    await settle()
    watcher.isAllowed = async () => Promise.reject(new Error('away'))
    await clock.advance(58_000)
    expect(watcher.isOver).toBe(false)
    await clock.advance(7000)
    expect(watcher.isOver).toBe(true)
  })

  it('comes with the signal, also where that was aborted before', async () => {
    const { follow, clock, engine } = createTestEngine()
    const watcher = follow()
    watcher.leave()
    await settle()
    expect([watcher.isOver, watcher.failure]).toEqual([true, undefined])
    const options = { bufferedAmount: () => 0, isAllowed: async () => true }
    const events = engine.watch(sessionId, { ...options, signal: AbortSignal.abort() })
    await expect(events.next()).resolves.toEqual({ done: true, value: undefined })
    expect(clock.timerCount).toBe(0)
  })

  it('shows nothing more where it comes while the store is being read', async () => {
    const { store, follow } = createTestEngine()
    const open = store.hold('listInFlight')
    const watcher = follow()
    await settle()
    watcher.leave()
    open()
    await settle()
    expect([watcher.isOver, watcher.events]).toEqual([true, []])
  })

  it('leaves nothing behind: no timer, no subscription', async () => {
    const bus = createLocalBus()
    let subscribed = 0
    const { follow, clock } = createTestEngine({
      bus: {
        ...bus,
        subscribe(id, listener) {
          subscribed += 1
          const unsubscribe = bus.subscribe(id, listener)
          return () => {
            subscribed -= 1
            unsubscribe()
          }
        },
      },
    })
    const watchers = [follow(), follow(), follow()]
    await settle()
    expect(subscribed).toBe(1)
    for (const watcher of watchers) watcher.leave()
    await settle()
    expect([subscribed, clock.timerCount]).toEqual([0, 0])
  })
})

describe('an answer that runs on another instance', () => {
  const remote = { status: 'streaming', content: 'so far' } as const

  function setUp() {
    const parts = createTestEngine()
    parts.store.takeOver(parts.addTurn(1, remote))
    const delta = (at: number, text: string) =>
      parts.bus.publish(sessionId, {
        type: 'delta',
        messageId: 'answer-1',
        windowId: 'window-1',
        channel: 'content',
        at,
        text,
      })
    const write = (content: string) => parts.store.takeOver('answer-1', { content })
    return { ...parts, delta, write }
  }

  it('is shown from its row and grows by what the bus brings', async () => {
    const { follow, delta } = setUp()
    const watcher = follow()
    await settle()
    delta(6, ' so')
    delta(6, ' so')
    delta(8, 'o good')
    await settle()
    expect(watcher.state.messages['answer-1']?.content).toBe('so far so good')
    expect(watcher.state.stale).toEqual([])
  })

  it('has a gap mended from the row, without ever showing it', async () => {
    const { follow, delta, write, clock } = setUp()
    const watcher = follow()
    await settle()
    delta(9, ' good')
    delta(14, '!')
    await clock.advance(400)
    expect(watcher.state.messages['answer-1']?.content).toBe('so far')
    write('so far so')
    await clock.advance(500)
    expect(watcher.state.messages['answer-1']?.content).toBe('so far so good!')
    expect(watcher.state.stale).toEqual([])
    expectGrowing(watcher.shown('answer-1'))
    expect(clock.timerCount).toBe(1)
  })

  it('goes on looking for what fills a gap while the database is away', async () => {
    const { follow, delta, write, clock, store } = setUp()
    const watcher = follow()
    await settle()
    delta(9, ' good')
    store.isAway = true
    await clock.advance(3000)
    store.isAway = false
    write('so far so')
    await clock.advance(500)
    expect(watcher.state.messages['answer-1']?.content).toBe('so far so good')
  })

  it('is found though its creation was not heard of', async () => {
    const { follow, store, addTurn, bus, clock } = createTestEngine()
    const watcher = follow()
    await settle()
    store.takeOver(addTurn(1, remote))
    const at = { messageId: 'answer-1', windowId: 'window-1', channel: 'content', at: 6 } as const
    bus.publish(sessionId, { type: 'delta', ...at, text: ' so good' })
    await clock.advance(500)
    expect(watcher.state.messages['answer-1']?.content).toBe('so far so good')
  })

  it('is found to have ended though that was not heard of, when another watcher comes', async () => {
    const { follow, store } = setUp()
    const watcher = follow()
    await settle()
    store.takeOver('answer-1', { status: 'done', content: 'so far so good' })
    follow()
    await settle()
    expect(watcher.state.messages['answer-1']).toMatchObject({ status: 'done', content: 'so far so good' })
  })

  it('is not brought back by a copy or a delta that comes after its end', async () => {
    const { follow, delta, store, bus, clock } = setUp()
    const watcher = follow()
    await settle()
    const late = store.get('answer-1')
    store.takeOver('answer-1', { status: 'done', content: 'so far so good' })
    bus.publish(sessionId, { type: 'message', message: store.get('answer-1') })
    await settle()
    const count = watcher.events.length
    delta(6, ' so')
    bus.publish(sessionId, { type: 'message', message: late })
    bus.publish(sessionId, { type: 'sync', messages: [late] })
    await settle()
    expect(watcher.events).toHaveLength(count)
    expect(watcher.state.messages['answer-1']?.status).toBe('done')
    expect(clock.timerCount).toBe(1)
  })

  it('is told of though its creation and its end were not heard of, and looked for no longer', async () => {
    const { follow, store, addTurn, bus, clock } = createTestEngine()
    const watcher = follow()
    await settle()
    store.takeOver(addTurn(1, { status: 'done', content: 'short' }))
    const at = { messageId: 'answer-1', windowId: 'window-1', channel: 'content', at: 3 } as const
    bus.publish(sessionId, { type: 'delta', ...at, text: 'rt' })
    await clock.advance(1000)
    expect(watcher.state.messages['answer-1']).toMatchObject({ status: 'done', content: 'short' })
    expect(clock.timerCount).toBe(1)
  })

  it('is not resurrected by a read that was under way when it ended', async () => {
    const { follow, store, bus } = setUp()
    const open = store.hold('listInFlight')
    const watcher = follow()
    await settle()
    const ended = { ...store.get('answer-1'), status: 'done', content: 'so far so good' } as const
    bus.publish(sessionId, { type: 'message', message: ended })
    open()
    await settle()
    expect(watcher.state.messages['answer-1']?.status).toBe('done')
    expect(watcher.events.map(({ type }) => type)).toEqual(['sync', 'message'])
  })

  it('keeps the text that was shown where the row of a killed instance has less', async () => {
    const { follow, delta, store, clock, engine } = setUp()
    const watcher = follow()
    await settle()
    delta(6, ' so good')
    await clock.advance(16_000)
    await engine.recover()
    await settle()
    expect(store.get('answer-1')).toMatchObject({ status: 'interrupted', content: 'so far' })
    expect(watcher.state.messages['answer-1']).toMatchObject({
      status: 'interrupted',
      content: 'so far so good',
    })
  })

  it('is dropped where its row is no more', async () => {
    const { follow, delta, store, clock } = setUp()
    const watcher = follow()
    await settle()
    store.remove('answer-1')
    delta(20, 'beyond')
    await clock.advance(2000)
    expect(watcher.state.messages['answer-1']?.content).toBe('so far')
    expect(clock.timerCount).toBe(1)
  })
})

describe('whatever way the text is cut and the watchers come and go', () => {
  const texts = ['# Títle 😀\n\n漢字かな交じり文 ', 'plain words ', '👩‍👩‍👧‍👦 family 𝒳𝒴 '].map((text) =>
    text.repeat(30),
  )
  const channelOf = (index: number) => (index === 1 ? 'reasoning' : 'content')

  type Parts = ReturnType<typeof createTestEngine>
  type Random = (limit: number) => number

  /** Says all texts piece by piece, and whatever may happen in between does. */
  async function play(parts: Parts, random: Random): Promise<Follower[]> {
    const watchers = [parts.follow()]
    const queues = texts.map((text) => cutAtRandom(text, 40, random))
    while (queues.some((pieces) => pieces.length > 0)) {
      const index = random(queues.length)
      const piece = queues[index]?.shift()
      if (piece === undefined) continue
      parts.callOf(index + 1).say(piece, channelOf(index))
      await stir(parts, watchers, random)
    }
    for (const watcher of watchers) watcher.buffered = 0
    return watchers
  }

  /** Time passes, and watchers come, stop reading, read again, go and resume. */
  async function stir({ clock, follow }: Parts, watchers: Follower[], random: Random): Promise<void> {
    if (random(4) === 0) await clock.advance(random(40))
    if (random(12) === 0) watchers.push(follow())
    const some = watchers[random(watchers.length)]!
    some.buffered = random(3) === 0 ? 2_000_000 : 0
    if (random(15) !== 0) return
    some.leave()
    await settle()
    watchers.push(follow({ lastEventId: some.lastEventId, state: some.state }))
  }

  it.each(Array.from({ length: 25 }, (_, seed) => seed))(
    'all end with the whole text and never saw it shrink (seed %i)',
    async (seed) => {
      const parts = createTestEngine()
      await parts.startTurns(texts.length)
      const watchers = await play(parts, createRandom(seed))
      for (const number of [1, 2, 3]) parts.callOf(number).finish()
      await parts.clock.advance(100)
      const staying = watchers.filter(({ isOver }) => !isOver)
      expect(staying.length).toBeGreaterThan(0)
      for (const watcher of staying) {
        for (const [index, text] of texts.entries()) {
          const messageId = `answer-${index + 1}`
          expect(watcher.state.messages[messageId]).toEqual(parts.store.get(messageId))
          expect(watcher.state.messages[messageId]?.[channelOf(index)]).toBe(text)
          expectGrowing(watcher.shown(messageId))
        }
        expect(watcher.state.stale).toEqual([])
      }
    },
  )
})
