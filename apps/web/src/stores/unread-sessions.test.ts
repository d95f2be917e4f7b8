import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { sampleSession } from '../shared/testing/samples.ts'
import { useUnreadSessions } from './unread-sessions.ts'

beforeEach(() => setActivePinia(createPinia()))

const running = (isRunning: boolean) => [sampleSession({ id: 'a', isRunning })]

describe('a session', () => {
  it('is unread when its answers end while another page is open', () => {
    const store = useUnreadSessions()
    store.observe(running(true), null)
    expect([...store.unread]).toEqual([])
    store.observe(running(false), 'b')
    expect([...store.unread]).toEqual(['a'])
    store.markRead('a')
    store.observe(running(false), 'b')
    expect([...store.unread]).toEqual([])
  })

  it('is read when its answers end before the eyes', () => {
    const store = useUnreadSessions()
    store.observe(running(true), 'a')
    store.observe(running(false), 'a')
    expect([...store.unread]).toEqual([])
  })
})
