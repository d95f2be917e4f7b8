import { countTokens } from '@chatmore/llm'
import { beforeAll, describe, expect, it } from 'vitest'
import { createLocalBus } from './local-bus.ts'
import { createTestEngine } from './testing/create-test-engine.ts'
import { createManualClock, settle } from './testing/manual-clock.ts'

beforeAll(async () => void (await countTokens('warm')))

/**
 * Two instances on one database, each hearing its own events alone. An instance whose store is away and whose timers still
 * run is one that is cut off; `clock.jump` holds all up, as a stopped process is.
 */
async function setUp() {
  const clock = createManualClock()
  const first = createTestEngine({ clock, owner: 'instance-1', bus: createLocalBus() })
  const second = createTestEngine({ clock, store: first.store, owner: 'instance-2', bus: createLocalBus() })
  await second.engine.recover()
  await first.startTurns(1)
  return { clock, first, second }
}

describe('two instances on one database', () => {
  it('leave each other’s runs alone while their owners renew them, also where a model says nothing for long', async () => {
    const { clock, first, second } = await setUp()
    await clock.advance(60_000)
    first.callOf(1).say('mine')
    second.engine.start('session-1', ['answer-1'])
    await expect(second.engine.stop(['answer-1'])).resolves.toBe(0)
    first.callOf(1).finish()
    await settle()
    expect(second.llm.calls).toEqual([])
    expect(first.store.get('answer-1')).toMatchObject({ status: 'done', content: 'mine' })
  })

  it('end as interrupted, within 30 seconds, what the other left behind, with the text it had written', async () => {
    const { clock, first, second } = await setUp()
    const watcher = second.follow()
    first.callOf(1).say('written')
    await clock.advance(1000)
    first.store.isAway = true
    first.callOf(1).say(' and lost')
    await clock.advance(29_000)
    expect(first.store.get('answer-1')).toMatchObject({ status: 'interrupted', content: 'written' })
    expect(watcher.state.messages['answer-1']).toMatchObject({ status: 'interrupted', content: 'written' })
  })

  it.each([
    ['a text to write', (say: (text: string) => void) => say(' late'), 1000],
    ['nothing to write', () => {}, 4000],
  ])(
    'an owner that comes back to a lost lease, with %s, stops its call and writes nothing',
    async (_what, speak, withinMs) => {
      const { clock, first } = await setUp()
      const call = first.callOf(1)
      call.say('written')
      await clock.advance(1000)
      first.store.isAway = true
      await clock.advance(30_000)
      const before = first.store.get('answer-1')
      expect(before.status).toBe('interrupted')
      first.store.isAway = false
      speak(call.say)
      await clock.advance(withinMs)
      expect(call.signal.aborted).toBe(true)
      expect(first.engine.listRunning('session-1')).toEqual([])
      expect(first.store.get('answer-1')).toEqual(before)
      expect(first.store.outcomes).toEqual([])
    },
  )

  it('an owner whose answer ends after its lease was lost does not write that end', async () => {
    const { clock, first } = await setUp()
    first.callOf(1).say('written')
    await clock.advance(1000)
    first.store.isAway = true
    await clock.advance(30_000)
    first.store.isAway = false
    first.callOf(1).say(' more')
    first.callOf(1).finish()
    await settle()
    expect(first.store.get('answer-1')).toMatchObject({ status: 'interrupted', content: 'written' })
    expect(first.store.outcomes).toEqual([])
  })
})

describe('a process that was held up longer than a lease', () => {
  it('keeps its runs where no other instance looked meanwhile', async () => {
    const { startTurns, callOf, store, engine, clock } = createTestEngine()
    await engine.recover()
    await startTurns(1)
    callOf(1).say('before')
    clock.jump(60_000)
    callOf(1).say(', after')
    await clock.advance(5000)
    callOf(1).finish()
    await settle()
    expect(store.get('answer-1')).toMatchObject({ status: 'done', content: 'before, after' })
  })

  it('loses them cleanly where another did', async () => {
    const { clock, first, second } = await setUp()
    await first.engine.recover()
    first.callOf(1).say('before')
    clock.jump(60_000)
    const [lost] = await second.store.interruptExpired()
    expect(lost?.id).toBe('answer-1')
    first.callOf(1).say(', after')
    await clock.advance(5000)
    expect(first.callOf(1).signal.aborted).toBe(true)
    expect(first.store.get('answer-1')).toMatchObject({ status: 'interrupted', content: '' })
  })
})

describe('a time of day that is set forward or back by an hour', () => {
  const hours = [3_600_000, -3_600_000]

  it.each(hours)('ends no run, holds no text back and loses no event (%i ms)', async (by) => {
    const { startTurns, addTurn, callOf, store, engine, clock, follow } = createTestEngine()
    await engine.recover()
    const before = follow()
    await startTurns(1)
    callOf(1).say('one ')
    await settle()
    clock.setBy(by)
    callOf(1).say('two ')
    await clock.advance(33)
    expect(before.state.messages['answer-1']?.content).toBe('one two ')
    await clock.advance(60_000)
    expect(store.get('answer-1')).toMatchObject({ status: 'streaming', content: 'one two ' })
    before.leave()
    await settle()
    engine.start('session-1', [addTurn(2)])
    await settle()
    callOf(1).finish()
    callOf(2).finish()
    await settle()
    const after = follow({ lastEventId: before.lastEventId, state: before.state })
    await settle()
    for (const id of ['answer-1', 'answer-2', 'input-2']) {
      expect(after.state.messages[id]).toEqual(store.get(id))
    }
  })

  it.each(hours)('between a watcher’s two connections loses no event either (%i ms)', async (by) => {
    const { startTurns, callOf, store, engine, clock, follow } = createTestEngine()
    await engine.recover()
    const before = follow()
    await startTurns(1)
    before.leave()
    await clock.advance(60_000)
    clock.setBy(by)
    callOf(1).say('unseen')
    callOf(1).finish()
    await settle()
    const after = follow({ lastEventId: before.lastEventId, state: before.state })
    await settle()
    expect(after.state.messages['answer-1']).toEqual(store.get('answer-1'))
    expect(after.state.stale).toEqual([])
  })
})

describe('a database that is away', () => {
  it('lets answers stream on for a minute, then they end as interrupted, with their text, once it is back', async () => {
    const { startTurns, callOf, store, engine, clock, follow } = createTestEngine()
    await engine.recover()
    const watcher = follow()
    await startTurns(1)
    callOf(1).say('0 ')
    await clock.advance(1000)
    store.isAway = true
    for (let second = 1; second <= 55; second += 1) {
      callOf(1).say(`${second} `)
      await clock.advance(1000)
    }
    expect(watcher.state.messages['answer-1']).toMatchObject({ status: 'streaming' })
    expect(watcher.state.messages['answer-1']?.content.endsWith('54 55 ')).toBe(true)
    await clock.advance(10_000)
    expect(callOf(1).signal.aborted).toBe(true)
    store.isAway = false
    await clock.advance(6000)
    const stored = store.get('answer-1')
    expect(stored.status).toBe('interrupted')
    expect(stored.content).toBe(watcher.shown('answer-1').at(-1))
    expect(watcher.state.messages['answer-1']).toEqual(stored)
  })

  it('is no reason to end an answer where it comes back within the minute', async () => {
    const { startTurns, callOf, store, engine, clock } = createTestEngine()
    await engine.recover()
    await startTurns(1)
    callOf(1).say('one ')
    store.isAway = true
    await clock.advance(50_000)
    store.isAway = false
    await clock.advance(20_000)
    callOf(1).say('two')
    callOf(1).finish()
    await settle()
    expect(store.get('answer-1')).toMatchObject({ status: 'done', content: 'one two' })
  })
})
