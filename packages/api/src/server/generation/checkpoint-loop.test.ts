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
    const run = live.begin({ messageId, sessionId: 'session-1' }, clock.monotonic())!
    const message = buildMessage({ id: messageId })
    store.add(message)
    run.opened = { run: buildPlan(message), answer: createLiveAnswer(message) }
    loop.wake()
    return {
      run,
      say(text: string) {
        appendPiece(run, 'content', text)
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
    first.say('three')
    second.say('two')
    await clock.advance(1000)
    third.say('x')
    await clock.advance(1000)
    await clock.advance(1000)
    expect(written()).toEqual([
      [
        ['a', 5],
        ['b', 3],
      ],
      [['c', 1]],
    ])
    expect(store.get('a')).toMatchObject({ status: 'streaming', content: 'three' })
  })

  it('keeps to one statement a second however fast and however many the texts grow', async () => {
    const { clock, store, begin } = setUp()
    const answers = Array.from({ length: 200 }, (_, index) => begin(`m${index}`))
    for (let step = 0; step < 100; step += 1) {
      for (const { say } of answers) say('x'.repeat(45))
      await clock.advance(100)
    }
    expect(store.calls).toEqual(Array(10).fill('checkpoint'))
    const lengths = store.checkpoints.at(-1)!.map(({ content }) => content.length)
    expect(lengths).toEqual(Array(200).fill(4500))
  })

  it('has one statement at a time, and goes on a second after that began', async () => {
    const { clock, store, begin, written } = setUp()
    const { say } = begin('a')
    const open = store.hold('checkpoint')
    say('x'.repeat(3000))
    await clock.advance(1000)
    say('x'.repeat(3000))
    await clock.advance(300)
    open()
    await clock.advance(699)
    expect(written()).toEqual([[['a', 3000]]])
    await clock.advance(1)
    expect(written()).toEqual([[['a', 3000]], [['a', 6000]]])
  })

  it('writes a long text once it is 2 KB ahead of its row, or with its lease', async () => {
    const { clock, begin, written } = setUp()
    const { say } = begin('a')
    say('x'.repeat(40_000))
    await clock.advance(1000)
    say('x'.repeat(2048))
    await clock.advance(1000)
    expect(written()).toEqual([[['a', 40_000]]])
    say('x')
    await clock.advance(1000)
    expect(written().slice(1)).toEqual([[['a', 42_049]]])
    say('x')
    await clock.advance(3999)
    expect(written()).toHaveLength(2)
    await clock.advance(1)
    expect(written().slice(2)).toEqual([[['a', 42_050]]])
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

  it('leaves what does not fit into a statement to the next, the furthest behind first', async () => {
    const { clock, begin, written } = setUp()
    const lengths = [900_000, 950_000, 800_000]
    for (const [index, length] of lengths.entries()) begin(`m${index}`).say('x'.repeat(length))
    await clock.advance(1000)
    await clock.advance(1000)
    expect(written()).toEqual([
      [
        ['m1', 950_000],
        ['m0', 900_000],
      ],
      [['m2', 800_000]],
    ])
  })

  it('writes a text that is too long for a statement with others alone', async () => {
    const { clock, begin, written } = setUp()
    begin('a').say('x'.repeat(3_000_000))
    begin('b').say('x')
    await clock.advance(2000)
    expect(written()).toEqual([[['a', 3_000_000]], [['b', 1]]])
  })

  it('lets runs go on from memory for a minute while the database is away, then interrupts them', async () => {
    const { clock, store, begin } = setUp()
    const { run, say } = begin('a')
    await clock.advance(4000)
    store.isAway = true
    say('text')
    await clock.advance(59_000)
    expect(run.endReason).toBeNull()
    await clock.advance(2000)
    expect([run.endReason, run.controller.signal.aborted]).toEqual(['interrupted', true])
  })

  it.each([3_600_000, -3_600_000])('does not notice that the time of day was set by %i ms', async (by) => {
    const { clock, store, begin, written } = setUp()
    const { run, say } = begin('a')
    await clock.advance(500)
    clock.setBy(by)
    say('text')
    await clock.advance(500)
    expect(written()).toEqual([[['a', 4]]])
    await clock.advance(20_000)
    expect(store.calls.filter((name) => name === 'renewLeases')).toHaveLength(5)
    expect([run.endReason, await store.interruptExpired()]).toEqual([null, []])
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
