import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { createFakeServer } from '../../shared/testing/fake-server.ts'
import { mountApp } from '../../shared/testing/mount-app.ts'
import { useSessionWatch } from './use-session-watch.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

it('watches anew for a fresh copy, at most once a second however often that is asked for', async () => {
  const server = createFakeServer({})
  const onEvent = vi.fn()
  const onEnd = vi.fn()
  let restart = () => {}
  const Page = defineComponent(() => {
    restart = useSessionWatch('session-1', { onEvent, onEnd }).restart
    return () => null
  })
  const wrapper = await mountApp(Page, { server })
  expect(server.watchCount()).toBe(1)
  for (let gap = 0; gap < 3; gap++) restart()
  await vi.advanceTimersByTimeAsync(1000)
  await flushPromises()
  expect(server.watchCount()).toBe(2)
  server.emit({ type: 'sync', messages: [] })
  await flushPromises()
  expect(onEvent.mock.calls).toEqual([[{ type: 'sync', messages: [] }]])

  restart()
  wrapper.unmount()
  await vi.advanceTimersByTimeAsync(2000)
  expect(server.watchCount()).toBe(2)
  expect(onEnd).not.toHaveBeenCalled()
})
