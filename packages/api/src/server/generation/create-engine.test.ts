import { countTokens, LlmError } from '@chatmore/llm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { WatchEvent } from '../../contract/index.ts'
import { createTestEngine, sessionId } from './testing/create-test-engine.ts'
import { settle } from './testing/manual-clock.ts'

// The vocabulary is loaded from disk at the first count; from then on counting needs no I/O.
beforeAll(async () => void (await countTokens('warm')))

describe('a run', () => {
  it('ends as done with its whole text, and tells its watchers', async () => {
    const { startTurns, callOf, store, follow, engine } = createTestEngine()
    const watcher = follow()
    await startTurns(1)
    callOf(1).say('Hel')
    callOf(1).say('lo')
    callOf(1).finish()
    await settle()
    expect(store.get('answer-1')).toMatchObject({ status: 'done', content: 'Hello', promptTokens: 7 })
    expect(watcher.state.messages['answer-1']).toMatchObject({ status: 'done', content: 'Hello' })
    expect(watcher.state.messages['input-1']).toMatchObject({ role: 'user', content: 'Hello' })
    expect(engine.listRunning(sessionId)).toEqual([])
  })

  it('begins with fifteen others in one turn of the event loop, and the rest in the next', async () => {
    const { startTurns, llm } = createTestEngine()
    const begun: number[] = []
    const starting = startTurns(40)
    for (let turn = 0; turn < 5; turn += 1) {
      await settle()
      begun.push(llm.calls.length)
    }
    await starting
    expect(begun[0]).toBeLessThan(40)
    expect(begun.at(-1)).toBe(40)
  })

  it('stores what it showed, also where the text ends within a character', async () => {
    const { startTurns, callOf, store, follow } = createTestEngine()
    const watcher = follow()
    await startTurns(1)
    callOf(1).say('cut \uD83D')
    callOf(1).finish()
    await settle()
    expect(store.get('answer-1').content).toBe('cut \uFFFD')
    expect(watcher.state.messages['answer-1']?.content).toBe('cut \uFFFD')
  })

  it('publishes its end whole and at once, and nothing after', async () => {
    const { startTurns, callOf, bus, clock } = createTestEngine()
    const published: WatchEvent[] = []
    bus.subscribe(sessionId, (event) => published.push(event))
    await startTurns(1)
    callOf(1).say('one')
    callOf(1).say(' two')
    callOf(1).finish()
    await clock.advance(1000)
    expect(published.slice(2)).toMatchObject([
      { type: 'delta', at: 0, text: 'one' },
      { type: 'message', message: { status: 'done', content: 'one two' } },
    ])
  })

  it('writes no checkpoint while its end is being stored, and can be stopped no more', async () => {
    const { startTurns, callOf, store, engine, clock } = createTestEngine()
    await startTurns(1)
    const open = store.hold('finish')
    callOf(1).say('whole')
    callOf(1).finish()
    await settle()
    const stopped = engine.stop(['answer-1'])
    await clock.advance(3000)
    open()
    await expect(stopped).resolves.toBe(0)
    expect(store.checkpoints).toEqual([])
    expect(store.get('answer-1').status).toBe('done')
  })

  it('leaves the others alone when it fails', async () => {
    const { startTurns, callOf, store } = createTestEngine()
    await startTurns(4)
    for (const number of [1, 2, 3, 4]) callOf(number).say('text')
    callOf(1).fail(new LlmError({ code: 'KEY_REFUSED', message: 'The key was refused.', status: 401 }))
    callOf(2).fail(new TypeError('broken'))
    callOf(3).finish()
    callOf(4).finish({ outcome: 'incomplete', finishReason: null })
    await settle()
    const ends = [1, 2, 3, 4].map((number) => store.get(`answer-${number}`))
    expect(ends.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      ['error', 'KEY_REFUSED'],
      ['error', 'INTERNAL'],
      ['done', null],
      ['incomplete', null],
    ])
    expect(ends.map(({ content }) => content)).toEqual(['text', 'text', 'text', 'text'])
    const refused = store.outcomes.find(({ run }) => run.message.id === 'answer-1')
    expect(refused).toMatchObject({ httpStatus: 401, usage: { isEstimated: true } })
  })

  it('leaves the others alone when it breaks off in a way that nobody foresaw', async () => {
    const { addTurn, callOf, store, engine, log } = createTestEngine()
    const messageIds = [addTurn(1), addTurn(2)]
    const plans = await store.loadPlans(messageIds)
    Object.defineProperty(plans[0], 'endpoint', {
      get() {
        throw new TypeError('broken')
      },
    })
    engine.start(sessionId, messageIds, plans)
    await settle()
    expect(engine.listRunning(sessionId)).toEqual(['answer-2'])
    expect(log.lines).toMatchObject([{ level: 'error', message: 'run broke off' }])
    callOf(2).say('text')
    callOf(2).finish()
    await settle()
    expect(store.get('answer-2')).toMatchObject({ status: 'done', content: 'text' })
  })

  it('goes on without anyone watching', async () => {
    const { startTurns, callOf, store, follow } = createTestEngine()
    const watcher = follow()
    await startTurns(1)
    callOf(1).say('a')
    watcher.leave()
    await settle()
    expect(watcher.isOver).toBe(true)
    callOf(1).say('b')
    callOf(1).finish()
    await settle()
    expect(store.get('answer-1')).toMatchObject({ status: 'done', content: 'ab' })
  })

  it('is started once, however often it is asked for', async () => {
    const { addTurn, engine, llm } = createTestEngine()
    const messageId = addTurn(1)
    engine.start(sessionId, [messageId, messageId])
    engine.start(sessionId, [messageId])
    await settle()
    engine.start(sessionId, [messageId])
    await settle()
    expect(llm.calls).toHaveLength(1)
  })

  it('is started without reading anything where its plan is given', async () => {
    const { addTurn, engine, llm, store } = createTestEngine()
    const messageId = addTurn(1)
    const plans = await store.loadPlans([messageId])
    const before = store.calls.length
    engine.start(sessionId, [messageId], plans)
    await settle()
    engine.start(sessionId, [messageId], plans)
    await settle()
    expect(llm.calls).toHaveLength(1)
    expect(store.calls.slice(before)).toEqual([])
  })

  it('is not started where its row is not there or held by another', async () => {
    const { addTurn, engine, llm, store } = createTestEngine()
    store.takeOver(addTurn(1))
    engine.start(sessionId, ['answer-1', 'unknown'])
    await settle()
    expect(llm.calls).toEqual([])
    expect(engine.listRunning(sessionId)).toEqual([])
  })

  it('waits for a database that is away when it starts', async () => {
    const { addTurn, engine, llm, store, clock } = createTestEngine()
    store.isAway = true
    engine.start(sessionId, [addTurn(1)])
    await clock.advance(2000)
    expect(engine.listRunning(sessionId)).toEqual(['answer-1'])
    store.isAway = false
    await clock.advance(5000)
    expect(llm.calls).toHaveLength(1)
  })

  it('stores its end from memory once a database that was away is back', async () => {
    const { startTurns, callOf, store, clock, follow } = createTestEngine()
    const watcher = follow()
    await startTurns(1)
    callOf(1).say('kept')
    store.isAway = true
    callOf(1).finish()
    await clock.advance(40_000)
    expect(watcher.state.messages['answer-1']).toMatchObject({ status: 'streaming', content: 'kept' })
    store.isAway = false
    await clock.advance(5000)
    expect(store.get('answer-1')).toMatchObject({ status: 'done', content: 'kept' })
    expect(watcher.state.messages['answer-1']).toMatchObject({ status: 'done', content: 'kept' })
  })

  it('is left to the sweeper where the database stays away longer', async () => {
    const { startTurns, callOf, store, clock, engine, log, follow } = createTestEngine()
    const watcher = follow()
    await engine.recover()
    await startTurns(1)
    callOf(1).say('seen')
    await clock.advance(1000)
    callOf(1).say(' and more')
    await clock.advance(100)
    store.isAway = true
    callOf(1).finish()
    await clock.advance(70_000)
    expect(engine.listRunning(sessionId)).toEqual([])
    expect(log.lines.some(({ level }) => level === 'error')).toBe(true)
    store.isAway = false
    await clock.advance(5000)
    expect(store.get('answer-1')).toMatchObject({ status: 'interrupted', content: 'seen' })
    const shown = watcher.state.messages['answer-1']
    expect(shown).toMatchObject({ status: 'interrupted', content: 'seen and more' })
  })

  it('writes nothing and stops when its lease is lost', async () => {
    const { startTurns, callOf, store, clock, follow, engine } = createTestEngine()
    const watcher = follow()
    await startTurns(1)
    callOf(1).say('mine')
    await settle()
    store.takeOver('answer-1', { status: 'interrupted', content: 'mi' })
    await clock.advance(1000)
    expect(callOf(1).signal.aborted).toBe(true)
    expect(engine.listRunning(sessionId)).toEqual([])
    expect(store.calls).not.toContain('finish')
    expect(store.get('answer-1')).toMatchObject({ status: 'interrupted', content: 'mi' })
    expect(watcher.state.messages['answer-1']).toMatchObject({ status: 'interrupted', content: 'mine' })
  })

  it('writes no end over one that another wrote', async () => {
    const { startTurns, callOf, store, engine } = createTestEngine()
    await startTurns(1)
    callOf(1).say('mine')
    store.takeOver('answer-1', { status: 'interrupted', content: 'mi' })
    callOf(1).finish()
    await settle()
    expect(store.get('answer-1')).toMatchObject({ status: 'interrupted', content: 'mi' })
    expect(engine.listRunning(sessionId)).toEqual([])
  })
})

describe('stopping', () => {
  it('ends the call at once and stores the text so far', async () => {
    const { startTurns, callOf, store, engine } = createTestEngine()
    await startTurns(2)
    callOf(1).say('half an ans')
    await expect(engine.stop(['answer-1'])).resolves.toBe(1)
    expect(callOf(1).signal.aborted).toBe(true)
    expect(store.get('answer-1')).toMatchObject({
      status: 'stopped',
      content: 'half an ans',
      usageEstimated: true,
    })
    expect(engine.listRunning(sessionId)).toEqual(['answer-2'])
  })

  it('is right for a run that has not opened its upstream yet', async () => {
    const { addTurn, engine, llm, store } = createTestEngine()
    const messageId = addTurn(1)
    engine.start(sessionId, [messageId])
    expect(engine.listRunning(sessionId)).toEqual([messageId])
    await expect(engine.stop([messageId])).resolves.toBe(1)
    expect(llm.calls).toEqual([])
    expect(store.get(messageId)).toMatchObject({ status: 'stopped', content: '', promptTokens: null })
  })

  it('is right for a pending answer that was not started at all', async () => {
    const { addTurn, engine, llm, store } = createTestEngine()
    const messageId = addTurn(1)
    await expect(engine.stop([messageId])).resolves.toBe(1)
    engine.start(sessionId, [messageId])
    await settle()
    expect(llm.calls).toEqual([])
    expect(store.get(messageId).status).toBe('stopped')
  })

  it('stops nothing where there is nothing to stop', async () => {
    const { startTurns, callOf, engine } = createTestEngine()
    await startTurns(1)
    callOf(1).finish()
    await settle()
    await expect(engine.stop(['answer-1', 'answer-1', 'unknown'])).resolves.toBe(0)
    await expect(engine.stop([])).resolves.toBe(0)
  })

  it('counts an answer once, however often it is named or stopped', async () => {
    const { startTurns, engine } = createTestEngine()
    await startTurns(1)
    const [first, second] = await Promise.all([
      engine.stop(['answer-1', 'answer-1']),
      engine.stop(['answer-1']),
    ])
    expect([first, second]).toEqual([1, 1])
    await expect(engine.stop(['answer-1'])).resolves.toBe(0)
  })

  it('does not wait for ever for a database that is away', async () => {
    const { startTurns, callOf, store, engine, clock } = createTestEngine()
    await startTurns(1)
    store.isAway = true
    const stopped = engine.stop(['answer-1'])
    await clock.advance(5000)
    await expect(stopped).resolves.toBe(0)
    expect(callOf(1).signal.aborted).toBe(true)
    store.isAway = false
    await clock.advance(5000)
    expect(store.get('answer-1').status).toBe('stopped')
  })
})

describe('checkpoints', () => {
  it('keep the row at most a second behind, with no statement per delta', async () => {
    const { startTurns, callOf, store, clock } = createTestEngine()
    await startTurns(3)
    const before = store.calls.length
    for (let step = 0; step < 100; step += 1) {
      for (const number of [1, 2, 3]) callOf(number).say('x')
      await clock.advance(30)
    }
    expect(store.calls.slice(before)).toEqual(['checkpoint', 'checkpoint', 'checkpoint'])
    expect(store.get('answer-2').content.length).toBeGreaterThanOrEqual(66)
  })

  it('let a text that is at rest alone', async () => {
    const { startTurns, callOf, store, clock } = createTestEngine()
    await startTurns(1)
    callOf(1).say('x')
    await clock.advance(3500)
    expect(store.checkpoints).toHaveLength(1)
  })
})

describe('shutting down', () => {
  it('lets running answers finish', async () => {
    const { startTurns, callOf, store, engine, clock } = createTestEngine()
    await startTurns(1)
    const shutdown = engine.shutdown(20_000)
    await clock.advance(5000)
    callOf(1).say('done in time')
    callOf(1).finish()
    await shutdown
    expect(store.get('answer-1')).toMatchObject({ status: 'done', content: 'done in time' })
    await clock.advance(1000)
    expect(clock.timerCount).toBe(0)
  })

  it('stores as interrupted, with its text, what has not finished by then', async () => {
    const { startTurns, callOf, store, engine, clock, follow } = createTestEngine()
    const watcher = follow()
    await engine.recover()
    await startTurns(1)
    callOf(1).say('cut sh')
    const shutdown = engine.shutdown(20_000)
    await clock.advance(20_000)
    await shutdown
    expect(store.get('answer-1')).toMatchObject({ status: 'interrupted', content: 'cut sh' })
    expect(watcher.state.messages['answer-1']).toMatchObject({ status: 'interrupted', content: 'cut sh' })
    expect([watcher.isOver, watcher.failure]).toEqual([true, undefined])
    expect(clock.timerCount).toBe(0)
  })

  it('takes no new runs: their answers are interrupted at once', async () => {
    const { startTurns, addTurn, callOf, store, engine, llm } = createTestEngine()
    await startTurns(1)
    const shutdown = engine.shutdown(20_000)
    engine.start(sessionId, [addTurn(2)])
    await settle()
    expect(store.get('answer-2').status).toBe('interrupted')
    expect(llm.calls).toHaveLength(1)
    callOf(1).finish()
    await shutdown
  })

  it('does not wait for ever for a database that is away', async () => {
    const { startTurns, store, engine, clock } = createTestEngine()
    await startTurns(1)
    store.isAway = true
    const shutdown = engine.shutdown(1000)
    await clock.advance(6000)
    await shutdown
    await clock.advance(6000)
    expect(clock.timerCount).toBe(0)
  })
})

describe('recovering', () => {
  it('interrupts at once what an earlier instance left behind, and tells the watchers', async () => {
    const { addTurn, store, engine, clock, follow } = createTestEngine()
    store.takeOver(addTurn(1, { status: 'streaming', content: 'so far' }))
    clock.jump(16_000)
    const watcher = follow()
    await settle()
    await engine.recover()
    await settle()
    expect(store.get('answer-1')).toMatchObject({ status: 'interrupted', content: 'so far' })
    expect(watcher.state.messages['answer-1']?.status).toBe('interrupted')
  })

  it('looks again each five seconds, also after a look that failed', async () => {
    const { addTurn, store, engine, clock } = createTestEngine()
    await engine.recover()
    store.takeOver(addTurn(1))
    store.isAway = true
    await clock.advance(12_000)
    store.isAway = false
    await clock.advance(10_000)
    expect(store.get('answer-1').status).toBe('interrupted')
  })

  it('spares runs of its own after the process was held up longer than a lease', async () => {
    const { startTurns, callOf, store, engine, clock } = createTestEngine()
    await engine.recover()
    await startTurns(1)
    clock.jump(20_000)
    await clock.advance(5000)
    callOf(1).finish()
    await settle()
    expect(store.get('answer-1').status).toBe('done')
  })
})
