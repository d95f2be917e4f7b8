import { describe, expect, it } from 'vitest'
import type { Reading } from '@chatmore/llm'
import type { DeltaEvent } from '../../contract/index.ts'
import { createDeltaFlusher } from './flush-deltas.ts'
import { createLiveAnswer } from './live-answer.ts'
import { appendPiece, LiveRuns } from './live-runs.ts'
import { createLocalBus } from './local-bus.ts'
import { buildMessage } from './testing/build-message.ts'
import { buildPlan } from './testing/build-plan.ts'
import { createManualClock } from './testing/manual-clock.ts'

function setUp() {
  const clock = createManualClock()
  const bus = createLocalBus()
  const published: [string, string, number, string][] = []
  bus.subscribe('session-1', (event) => {
    const { messageId, channel, at, text } = event as DeltaEvent
    published.push([messageId, channel, at, text])
  })
  const live = new LiveRuns()
  const flusher = createDeltaFlusher(bus, clock)

  function begin(messageId: string) {
    const run = live.begin({ messageId, sessionId: 'session-1' }, clock.monotonic())!
    const message = buildMessage({ id: messageId })
    run.opened = { run: buildPlan(message), answer: createLiveAnswer(message) }
    return {
      run,
      say(text: string, channel: 'content' | 'reasoning' = 'content') {
        appendPiece(run, channel, text)
        flusher.add(run)
      },
    }
  }

  return { clock, flusher, published, begin }
}

describe('flushing deltas', () => {
  it('publishes the first of each answer at once, without a timer', () => {
    const { clock, published, begin } = setUp()
    begin('a').say('A')
    begin('b').say('B')
    expect(published).toEqual([
      ['a', 'content', 0, 'A'],
      ['b', 'content', 0, 'B'],
    ])
    expect(clock.timerCount).toBe(0)
  })

  it('publishes what follows as one delta per answer and channel, with one timer for all', async () => {
    const { clock, published, begin } = setUp()
    const [first, second] = [begin('a'), begin('b')]
    first.say('1')
    second.say('1')
    published.length = 0
    for (const text of ['2', '3', '4']) first.say(text)
    second.say('2')
    second.say('why', 'reasoning')
    expect([published.length, clock.timerCount]).toEqual([0, 1])
    await clock.advance(33)
    expect(published).toEqual([
      ['a', 'content', 1, '234'],
      ['b', 'reasoning', 0, 'why'],
      ['b', 'content', 1, '2'],
    ])
    expect(clock.timerCount).toBe(0)
  })

  it('holds no answer back longer than 33 ms', async () => {
    const { clock, published, begin } = setUp()
    const { say } = begin('a')
    say('1')
    say('2')
    await clock.advance(32)
    say('3')
    expect(published).toHaveLength(1)
    await clock.advance(1)
    expect(published.at(-1)).toEqual(['a', 'content', 1, '23'])
  })

  it('publishes nothing of an answer whose end has the whole text', async () => {
    const { clock, flusher, published, begin } = setUp()
    const { run, say } = begin('a')
    say('1')
    say('2')
    flusher.drop(run)
    await clock.advance(100)
    expect(published).toHaveLength(1)
  })

  it('ticks at most 31 times a second, however many answers stream', async () => {
    const { clock, published, begin } = setUp()
    const answers = Array.from({ length: 12 }, (_, index) => begin(`answer-${index}`))
    for (const { say } of answers) say('first')
    published.length = 0
    let ticks = 0
    for (let step = 0; step < 500; step += 1) {
      for (const { say } of answers) say('x')
      const before = published.length
      await clock.advance(2)
      if (published.length > before) ticks += 1
    }
    expect(ticks).toBeGreaterThan(25)
    expect(ticks).toBeLessThanOrEqual(31)
  })

  it('never cuts a character in two', async () => {
    const { clock, published, begin } = setUp()
    const { say } = begin('a')
    say('\uD83D')
    expect(published).toEqual([])
    say('\uDE00\uD83D')
    say('\uDE01')
    await clock.advance(33)
    expect(published).toEqual([
      ['a', 'content', 0, '😀'],
      ['a', 'content', 2, '😁'],
    ])
  })
})

describe('reading with the flush', () => {
  const toReading = (read: () => void): Reading => ({ letIn: () => {}, read })

  it('lets in what waits at the connections one turn of the event loop before, to publish that too', async () => {
    const { clock, flusher, published, begin } = setUp()
    const { say } = begin('a')
    say('1')
    say('2')
    published.length = 0
    const letIn = () => void clock.schedule(0, () => say('3'))
    flusher.gather({ letIn, read: () => say('4') })
    await clock.advance(33)
    expect(published).toEqual([['a', 'content', 1, '234']])
  })

  it('keeps its pace where reading and publishing take their time', async () => {
    const { clock, published, begin } = setUp()
    const { say } = begin('a')
    say('1')
    say('2')
    await clock.advance(33)
    clock.jump(13)
    say('3')
    await clock.advance(20)
    expect(published.at(-1)).toEqual(['a', 'content', 2, '3'])
  })

  it('reads what has come just before it publishes, all in one tick', async () => {
    const { clock, flusher, published, begin } = setUp()
    const [first, second] = [begin('a'), begin('b')]
    first.say('1')
    second.say('1')
    published.length = 0
    flusher.gather(toReading(() => first.say('23')))
    flusher.gather(toReading(() => second.say('2')))
    expect([published.length, clock.timerCount]).toEqual([0, 1])
    await clock.advance(33)
    expect(published).toEqual([
      ['a', 'content', 1, '23'],
      ['b', 'content', 1, '2'],
    ])
    await clock.advance(33)
    expect([published.length, clock.timerCount]).toEqual([2, 0])
  })

  it('still reads where the only answer with text to publish has ended', async () => {
    const { clock, flusher, begin } = setUp()
    const { run, say } = begin('a')
    let isRead = false
    say('1')
    say('2')
    flusher.gather(toReading(() => (isRead = true)))
    flusher.drop(run)
    await clock.advance(33)
    expect(isRead).toBe(true)
  })
})
