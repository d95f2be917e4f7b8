import { countTokens } from '@chatmore/llm'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestEngine, sessionId } from './testing/create-test-engine.ts'
import { settle } from './testing/manual-clock.ts'

beforeAll(async () => void (await countTokens('warm')))

/** Three answers of one model, whose endpoint takes one call at a time: the first is being made. */
async function setUp() {
  const test = createTestEngine()
  const watcher = test.follow()
  const messageIds = [1, 2, 3].map((number) => test.addTurn(number, {}, { maxConcurrent: 1 }))
  test.engine.start(sessionId, messageIds)
  await settle()
  await test.clock.advance(300)
  const asked = () => test.llm.calls.map(({ request }) => request.endpoint.model)
  const placeOf = (number: number, seen = watcher) => seen.state.messages[`answer-${number}`]?.waiting ?? null
  return { ...test, watcher, asked, placeOf }
}

describe('an answer of a model whose endpoint is busy', () => {
  it('waits until there is room, and is shown its place until it is called', async () => {
    const { asked, placeOf, callOf, clock, watcher } = await setUp()
    expect(asked()).toEqual(['model-1'])
    expect([1, 2, 3].map((number) => placeOf(number))).toEqual([null, 1, 2])
    callOf(1).finish()
    await clock.advance(300)
    expect(asked()).toEqual(['model-1', 'model-2'])
    expect([2, 3].map((number) => placeOf(number))).toEqual([null, 1])
    callOf(2).say('at last')
    await clock.advance(50)
    expect(watcher.state.messages['answer-2']).toMatchObject({ status: 'streaming', content: 'at last' })
    callOf(2).finish()
    await settle()
    callOf(3).finish()
    await settle()
    expect(watcher.state.messages['answer-3']).toMatchObject({ status: 'done' })
    expect(placeOf(3)).toBeNull()
  })

  it('shows its place to whoever comes later', async () => {
    const { follow, placeOf } = await setUp()
    const late = follow()
    await settle()
    expect(late.events[0]).toMatchObject({ type: 'sync' })
    expect([1, 2, 3].map((number) => placeOf(number, late))).toEqual([null, 1, 2])
  })

  it('can be stopped while it waits, without its model being called, and those behind it move up', async () => {
    const { engine, asked, placeOf, callOf, clock, store } = await setUp()
    expect(await engine.stop(['answer-2'])).toBe(1)
    await clock.advance(300)
    expect(store.get('answer-2')).toMatchObject({ status: 'stopped', content: '', promptTokens: null })
    expect(placeOf(3)).toBe(1)
    callOf(1).finish()
    await settle()
    expect(asked()).toEqual(['model-1', 'model-3'])
  })

  it('counts no time until it is called, and leaves its place where the call before it fails', async () => {
    const { callOf, clock, store } = await setUp()
    await clock.advance(600_000)
    const calledAt = clock.now().getTime()
    callOf(1).fail(new Error('broken'))
    await settle()
    callOf(2).finish()
    await settle()
    const outcome = store.outcomes.find(({ run }) => run.message.id === 'answer-2')
    expect(outcome?.startedAt.getTime()).toBe(calledAt)
    expect(store.get('answer-1')).toMatchObject({ status: 'error' })
    expect(store.get('answer-2')).toMatchObject({ status: 'done' })
  })

  it('is nobody else’s while it waits, however long that is', async () => {
    const { clock, store, callOf, bus } = await setUp()
    const other = createTestEngine({ clock, store, owner: 'instance-2', bus })
    await other.engine.recover()
    await clock.advance(120_000)
    expect(store.get('answer-3').status).toBe('pending')
    for (const number of [1, 2, 3]) {
      callOf(number).finish()
      await settle()
    }
    expect(store.get('answer-3').status).toBe('done')
  })

  it('is called within the grace of a shutdown, and ends as interrupted where that is over', async () => {
    const { engine, callOf, clock, store, asked } = await setUp()
    const closing = engine.shutdown(5000)
    callOf(1).finish()
    await clock.advance(1000)
    expect(asked()).toEqual(['model-1', 'model-2'])
    await clock.advance(20_000)
    await closing
    expect(['answer-1', 'answer-2', 'answer-3'].map((id) => store.get(id).status)).toEqual([
      'done',
      'interrupted',
      'interrupted',
    ])
    expect(asked()).toEqual(['model-1', 'model-2'])
  })
})
