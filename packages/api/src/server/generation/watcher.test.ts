import { describe, expect, it } from 'vitest'
import { createLiveAnswer } from './live-answer.ts'
import { buildMessage } from './testing/build-message.ts'
import { Watcher } from './watcher.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds))

describe('a watcher', () => {
  it('has been told everything until now where it lacks nothing', () => {
    expect(new Watcher(null).toldUntil(at(9))).toEqual(at(9))
  })

  it('has been told everything until the first change that it lacks', () => {
    const watcher = new Watcher(null)
    watcher.noteChanged('later', at(5))
    watcher.noteChanged('earlier', at(2))
    watcher.noteChanged('latest', at(7))
    expect(watcher.toldUntil(at(9))).toEqual(at(2))
    for (const messageId of watcher.changed()) watcher.forget(messageId)
    expect(watcher.toldUntil(at(9))).toEqual(at(9))
  })

  it('remembers from when on it missed changes until they were looked up', () => {
    const watcher = new Watcher(at(1))
    watcher.noteChanged('a', at(5))
    expect(watcher.toldUntil(at(9))).toEqual(at(1))
  })

  it('costs the same however much of an answer it misses, and gets that in one piece', () => {
    const watcher = new Watcher(null)
    const answer = createLiveAnswer(buildMessage())
    watcher.takeSync([answer])
    for (let step = 0; step < 1000; step += 1) {
      answer.content.append('x')
      answer.reasoning.append('y')
      watcher.noteGrown('answer-1')
    }
    const take = () => [...watcher.takeDeltas(() => answer)]
    expect(take()).toMatchObject([
      { channel: 'reasoning', at: 0, text: 'y'.repeat(1000) },
      { channel: 'content', at: 0, text: 'x'.repeat(1000) },
    ])
    expect(take()).toEqual([])
  })

  it('waits until it is woken, and not at all where that was meanwhile', async () => {
    const watcher = new Watcher(null)
    watcher.wake()
    await watcher.wait()
    let isOver = false
    const waiting = watcher.wait().then(() => (isOver = true))
    await Promise.resolve()
    expect(isOver).toBe(false)
    watcher.noteSession()
    await waiting
    expect(isOver).toBe(true)
  })
})
