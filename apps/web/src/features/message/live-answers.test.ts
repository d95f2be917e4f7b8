import type { Message, WatchEvent } from '@chatmore/api/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { computed } from 'vue'
import { createLiveAnswers, type LiveAnswers } from './live-answers.ts'
import { buildMessage } from './testing/build-message.ts'

const pending = buildMessage({ status: 'pending', content: '', finishReason: null })
let frames: ((time: number) => void)[] = []
let time = 0

beforeEach(() => {
  frames = []
  vi.stubGlobal('requestAnimationFrame', (callback: (time: number) => void) => frames.push(callback))
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []))
})
afterEach(() => vi.unstubAllGlobals())

function runFrame(after = 33): void {
  const due = frames
  frames = []
  time += after
  due.forEach((callback) => callback(time))
}

function delta(at: number, text: string, patch: Partial<Message> = {}): WatchEvent {
  return {
    type: 'delta',
    messageId: patch.id ?? pending.id,
    windowId: pending.windowId,
    channel: 'content',
    at,
    text,
  }
}

function start() {
  const sinks = {
    onMessage: vi.fn(),
    onSync: vi.fn(),
    onSession: vi.fn(),
    onEndedUnseen: vi.fn(),
    onGap: vi.fn(),
  }
  const live = createLiveAnswers(sinks)
  return { live, ...sinks }
}

const textOf = (live: LiveAnswers) => live.running.get(pending.id)?.message.value.content

describe('live answers', () => {
  it('fold all pieces of a frame into one change of the text', () => {
    const { live } = start()
    live.apply({ type: 'message', message: pending })
    const changes: string[] = []
    const text = computed(() => textOf(live) ?? '')
    changes.push(text.value)
    live.apply(delta(0, 'The '))
    live.apply(delta(4, 'sky'))
    changes.push(text.value)
    expect(frames).toHaveLength(1)
    runFrame()
    changes.push(text.value)
    expect(changes).toEqual(['', '', 'The sky'])
  })

  it('leave every other frame free, and lose nothing by it', () => {
    const { live } = start()
    live.apply({ type: 'message', message: pending })
    live.apply(delta(0, 'The '))
    runFrame()
    live.apply(delta(4, 'sky'))
    runFrame(16)
    expect(textOf(live)).toBe('The ')
    runFrame(16)
    expect(textOf(live)).toBe('The sky')
    expect(frames).toEqual([])
  })

  it('leave two frames of three free where many answers grow', () => {
    const { live } = start()
    const answers = ['a', 'b', 'c', 'd', 'e'].map((id) => buildMessage({ ...pending, id, windowId: id }))
    live.apply({ type: 'sync', messages: answers })
    const textOfA = () => live.running.get('a')?.message.value.content
    live.apply(delta(0, 'The ', { id: 'a' }))
    runFrame(16)
    live.apply(delta(4, 'sky', { id: 'a' }))
    runFrame(16)
    runFrame(16)
    expect(textOfA()).toBe('The ')
    runFrame(16)
    expect(textOfA()).toBe('The sky')
  })

  it('do not touch an answer when another one grows', () => {
    const { live } = start()
    const other = buildMessage({ ...pending, id: 'answer-2', windowId: 'window-2' })
    live.apply({ type: 'sync', messages: [pending, other] })
    const before = live.running.get(pending.id)?.message.value
    live.apply(delta(0, 'More', { id: other.id }))
    runFrame()
    expect(live.running.get(pending.id)?.message.value).toBe(before)
    expect(live.running.get(other.id)?.message.value.content).toBe('More')
  })

  it('change twice a second in a window that nobody sees, and at once when it comes into view', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { live } = start()
    live.apply({ type: 'message', message: pending })
    live.noteView(pending.windowId, false)
    live.apply(delta(0, 'The '))
    runFrame()
    live.apply(delta(4, 'sky '))
    runFrame()
    expect(textOf(live)).toBe('The ')
    // Nothing else comes: what is waiting is shown all the same.
    runFrame(500)
    vi.advanceTimersByTime(250)
    runFrame()
    expect(textOf(live)).toBe('The sky ')
    live.apply(delta(8, 'is'))
    runFrame()
    expect(textOf(live)).toBe('The sky ')
    live.noteView(pending.windowId, true)
    runFrame()
    expect(textOf(live)).toBe('The sky is')
    vi.useRealTimers()
  })

  it('end at once in a window that nobody sees', () => {
    const { live, onMessage } = start()
    live.noteView(pending.windowId, false)
    live.apply({ type: 'message', message: pending })
    live.apply(delta(0, 'The '))
    live.apply({ type: 'message', message: buildMessage({ content: 'The sky.' }) })
    expect(onMessage).toHaveBeenCalledTimes(2)
    expect(live.running.size).toBe(0)
  })

  it('give an answer to the cache when it begins and when it ends, and forget it then', () => {
    const { live, onMessage } = start()
    const done = buildMessage({ content: 'The sky is blue.' })
    live.apply({ type: 'message', message: pending })
    live.apply(delta(0, 'The sky'))
    live.apply({ type: 'message', message: done })
    expect(onMessage.mock.calls).toEqual([[pending], [done]])
    runFrame()
    expect(live.running.size).toBe(0)
  })

  it('go on from a fresh copy after a reload in mid-stream', () => {
    const { live } = start()
    live.apply({
      type: 'sync',
      messages: [buildMessage({ ...pending, status: 'streaming', content: 'The sky' })],
    })
    live.apply(delta(4, 'sky is'))
    runFrame()
    expect(live.isSynced.value).toBe(true)
    expect(textOf(live)).toBe('The sky is')
  })

  it('ask for a fresh copy when a piece is missing, and show it once it comes', () => {
    const { live, onGap } = start()
    live.apply({ type: 'message', message: pending })
    live.apply(delta(9, 'is blue.'))
    expect(onGap).toHaveBeenCalledOnce()
    runFrame()
    expect(textOf(live)).toBe('')
    live.apply({
      type: 'sync',
      messages: [buildMessage({ ...pending, status: 'streaming', content: 'The sky is' })],
    })
    live.apply(delta(10, ' blue.'))
    runFrame()
    expect(textOf(live)).toBe('The sky is blue.')
    expect(onGap).toHaveBeenCalledOnce()
  })

  it('tell of answers that ended while nobody watched', () => {
    const { live, onEndedUnseen } = start()
    live.apply({ type: 'message', message: pending })
    live.apply({ type: 'sync', messages: [] })
    expect(onEndedUnseen).toHaveBeenCalledWith([pending])
    expect(live.running.size).toBe(0)
    live.apply({ type: 'sync', messages: [] })
    expect(onEndedUnseen).toHaveBeenCalledOnce()
  })

  it('tell when the server begins anew, but not of its first word', () => {
    const { live, onSync } = start()
    live.apply({ type: 'sync', messages: [] })
    expect(onSync.mock.calls).toEqual([[true]])
    live.apply({ type: 'sync', messages: [] })
    expect(onSync.mock.calls).toEqual([[true], [false]])
  })

  it('know when an answer began to think and to speak', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(pending.createdAt) + 1000 })
    const { live } = start()
    live.apply({ type: 'message', message: pending })
    vi.setSystemTime(Date.parse(pending.createdAt) + 3000)
    live.apply({ ...delta(0, 'Hm'), channel: 'reasoning' } as WatchEvent)
    runFrame()
    vi.setSystemTime(Date.parse(pending.createdAt) + 8000)
    live.apply(delta(0, 'Well'))
    runFrame()
    vi.useRealTimers()
    const startedAt = Date.parse(pending.createdAt)
    expect(live.clockOf(pending.id)).toEqual({
      startedAt,
      seenLength: 0,
      reasoningAt: startedAt + 3000,
      contentAt: startedAt + 8000,
    })
  })
})

it('an answer that waits for its turn begins to count once it is called', () => {
  const { live, onMessage } = start()
  const createdAt = new Date(Date.now() - 60_000).toISOString()
  live.apply({ type: 'sync', messages: [{ ...pending, createdAt, waiting: 2 }] })
  expect(live.running.get(pending.id)?.message.value.waiting).toBe(2)
  expect(live.clockOf(pending.id)!.startedAt).toBeGreaterThan(Date.now() - 30_000)
  live.apply({ type: 'message', message: { ...pending, createdAt, waiting: null } })
  expect(live.running.get(pending.id)?.message.value.waiting).toBeNull()
  expect(live.clockOf(pending.id)!.startedAt).toBeGreaterThan(Date.now() - 30_000)
  expect(onMessage).toHaveBeenCalledTimes(2)
})
