import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { useUnreadWindows } from './unread-windows.ts'

beforeEach(() => setActivePinia(createPinia()))

it('marks a window whose answer ends out of view, until it is shown', () => {
  const store = useUnreadWindows()
  store.show(['a', 'b'])
  store.noteEnd('b')
  store.noteEnd('c')
  expect([...store.unread]).toEqual(['c'])
  store.show(['b', 'c'])
  expect([...store.unread]).toEqual([])
})

it('marks a window that was in view before', () => {
  const store = useUnreadWindows()
  store.show(['a'])
  store.show(['b'])
  store.noteEnd('a')
  expect([...store.unread]).toEqual(['a'])
})
