import { describe, expect, it } from 'vitest'
import type { UserEvent } from '../../contract/index.ts'
import { createManualClock, settle } from '../generation/testing/manual-clock.ts'
import { createChangeNotices } from './change-notices.ts'
import { followChanges } from './follow-changes.ts'

function follow(isAllowed: () => Promise<boolean> = async () => true) {
  const clock = createManualClock()
  const notices = createChangeNotices()
  const leaving = new AbortController()
  const events: UserEvent[] = []
  let isOver = false
  const subscribe = (listener: (domain: string) => void) => notices.subscribe('ada', listener)
  const loop = async () => {
    for await (const event of followChanges({ subscribe, isAllowed, signal: leaving.signal, clock })) {
      events.push(event)
    }
    isOver = true
  }
  void loop()
  return { clock, notices, leaving, events, isOver: () => isOver }
}

const changed = (...domains: string[]): UserEvent => ({ type: 'changed', domains })

describe('a user’s watch', () => {
  it('begins at once, and tells of a change at once', async () => {
    const { notices, events } = follow()
    await settle()
    expect(events).toEqual([{ type: 'ready' }])
    notices.note('ada', 'session')
    await settle()
    expect(events.slice(1)).toEqual([changed('session')])
  })

  it('tells changes that come close together as one, and loses none', async () => {
    const { clock, notices, events } = follow()
    await settle()
    for (let count = 0; count < 50; count++) notices.note('ada', 'message')
    notices.note('ada', 'lineUp')
    await settle()
    expect(events.slice(1)).toEqual([changed('lineUp', 'message')])
    notices.note('ada', 'window')
    notices.note('ada', 'message')
    await settle()
    expect(events).toHaveLength(2)
    await clock.advance(300)
    expect(events.slice(2)).toEqual([changed('message', 'window')])
  })

  it('says nothing of what is another’s', async () => {
    const { clock, notices, events } = follow()
    notices.note('bob', 'session')
    await clock.advance(1000)
    expect(events).toEqual([{ type: 'ready' }])
  })

  it('ends within five seconds of a lost right, and not while the right cannot be read', async () => {
    let answer: () => Promise<boolean> = async () => {
      throw new Error('the database is away')
    }
    const { clock, isOver } = follow(() => answer())
    await clock.advance(20_000)
    expect(isOver()).toBe(false)
    answer = async () => false
    await clock.advance(5000)
    expect(isOver()).toBe(true)
    expect(clock.timerCount).toBe(0)
  })

  it('leaves nothing behind when its watcher goes', async () => {
    const { clock, notices, leaving, isOver } = follow()
    await settle()
    notices.note('ada', 'session')
    await settle()
    leaving.abort()
    await settle()
    expect(isOver()).toBe(true)
    expect(clock.timerCount).toBe(0)
  })
})
