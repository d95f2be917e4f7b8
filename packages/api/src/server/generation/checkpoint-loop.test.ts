import { describe, expect, it } from 'vitest'
import { createCheckpointLoop } from './checkpoint-loop.ts'
import { createLiveAnswer } from './live-answer.ts'
import { appendPiece, LiveRuns } from './live-runs.ts'
import { buildMessage } from './testing/build-message.ts'
import { buildPlan } from './testing/build-plan.ts'
import { createManualClock, settle } from './testing/manual-clock.ts'
import { MemoryStore } from './testing/memory-store.ts'
import { createRecordingLog } from './testing/recording-log.ts'

function setUp() {
  const clock = createManualClock()
  const store = new MemoryStore(clock)
  const log = createRecordingLog()
  const live = new LiveRuns()
  const loop = createCheckpointLoop({ live, store, clock, log })

  function begin(messageId: string) {
    const run = live.begin({ messageId, sessionId: 'session-1' }, clock.now())!
    const message = buildMessage({ id: messageId })
    store.add(message)
    run.opened = { run: buildPlan(message), answer: createLiveAnswer(message) }
    loop.wake()
    return {
      run,
      say(text: string) {
        appendPiece(run, 'content', text)
        loop.note(run)
      },
    }
  }

  const written = () =>
    store.checkpoints.map((rows) => rows.map(({ messageId, content }) => [messageId, content.length]))
  return { clock, store, log, live, loop, begin, written }
}

describe('the checkpoint loop', () => {
  it('writes each second what changed, in one statement', async () => {
    const { clock, store, begin, written } = setUp()
    const [first, second, third] = [begin('a'), begin('b'), begin('c')]
    first.say('one')
    second.say('two!')
    await clock.advance(1000)
    third.say('x')
    await clock.advance(1000)
    await clock.advance(1000)
    expect(written()).toEqual([
      [
        ['a', 3],
        ['b', 4],
      ],
      [['c', 1]],
    ])
    expect(store.get('a')).toMatchObject({ status: 'streaming', content: 'one' })
  })

  it('writes earlier where a text is more than 2 KB ahead', async () => {
    const { clock, begin, written } = setUp()
    const { say } = begin('a')
    say('x'.repeat(2048))
    await clock.advance(200)
    expect(written()).toEqual([])
    say('x')
    await clock.advance(200)
    expect(written()).toEqual([[['a', 2049]]])
  })

  it('has one statement at a time, and then catches up', async () => {
    const { clock, store, begin, written } = setUp()
    const { say } = begin('a')
    const open = store.hold('checkpoint')
    say('x'.repeat(3000))
    await clock.advance(200)
    say('x'.repeat(3000))
    await clock.advance(5000)
    expect(written()).toEqual([[['a', 3000]]])
    open()
    await clock.advance(200)
    expect(written()).toEqual([[['a', 3000]], [['a', 6000]]])
  })

  it('keeps to five statements a second however fast the texts grow', async () => {
    const { clock, begin, written } = setUp()
    const { say } = begin('a')
    for (let step = 0; step < 1000; step += 1) {
      say('x'.repeat(100))
      await clock.advance(2)
    }
    expect(written().length).toBeGreaterThanOrEqual(8)
    expect(written().length).toBeLessThanOrEqual(10)
  })

  it('renews the leases of runs that have nothing to write, each four seconds', async () => {
    const { clock, store, begin } = setUp()
    begin('a')
    await clock.advance(12_500)
    expect(store.calls).toEqual(['renewLeases', 'renewLeases', 'renewLeases'])
    await clock.advance(10_000)
    expect(await store.interruptExpired()).toEqual([])
  })

  it('ends a run whose lease was lost, whether it writes or only renews', async () => {
    const { clock, store, begin } = setUp()
    const [writing, waiting] = [begin('a'), begin('b')]
    store.takeOver('a', { content: 'theirs' })
    store.takeOver('b')
    writing.say('mine')
    await clock.advance(4000)
    expect([writing.run.endReason, waiting.run.endReason]).toEqual(['lost', 'lost'])
    expect(writing.run.controller.signal.aborted).toBe(true)
    expect(store.get('a').content).toBe('theirs')
  })

  it('leaves alone the text of a run whose end is being written, but keeps its lease', async () => {
    const { clock, store, begin, written } = setUp()
    const { run, say } = begin('a')
    say('one')
    run.isEnding = true
    await clock.advance(5000)
    expect(written()).toEqual([])
    expect(store.calls).toContain('renewLeases')
  })

  it('goes on when the database was away, and says so once', async () => {
    const { clock, store, log, begin } = setUp()
    const { say } = begin('a')
    say('x'.repeat(5000))
    store.isAway = true
    await clock.advance(20_000)
    expect(log.lines.map(({ level }) => level)).toEqual(['warn'])
    store.isAway = false
    await clock.advance(1000)
    expect(store.get('a').content).toHaveLength(5000)
    expect(await store.interruptExpired()).toEqual([])
  })

  it('splits what is too much for one statement', async () => {
    const { clock, begin, written } = setUp()
    for (let number = 0; number < 250; number += 1) begin(`m${number}`).say('x')
    await clock.advance(1000)
    expect(written().map((rows) => rows.length)).toEqual([200, 50])
    const { clock: other, begin: beginOther, written: writtenOther } = setUp()
    for (const messageId of ['a', 'b', 'c']) beginOther(messageId).say('x'.repeat(900_000))
    await other.advance(1000)
    expect(writtenOther().map((rows) => rows.length)).toEqual([2, 1])
  })

  it('has no timer while nothing runs', async () => {
    const { clock, live, begin } = setUp()
    const { run } = begin('a')
    expect(clock.timerCount).toBe(1)
    live.end(run, 'done')
    await clock.advance(1000)
    await settle()
    expect(clock.timerCount).toBe(0)
  })
})
