import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { createFakeServer, type FakeServer } from '../../shared/testing/fake-server.ts'
import { mountApp } from '../../shared/testing/mount-app.ts'
import { useConnection } from '../../stores/connection.ts'
import { provideOutbox } from '../composer/app-outbox.ts'
import { useSessionList } from '../session/session-queries.ts'
import { useReconcile } from './use-reconcile.ts'
import { useServerProbe } from './use-server-probe.ts'

let isServerThere: boolean
let visibility: DocumentVisibilityState
let wake: ReturnType<typeof vi.fn<() => void>>
let server: FakeServer
let wrapper: VueWrapper

/** What all pages have above them, with a list on the screen. */
const Page = defineComponent(() => {
  useServerProbe()
  useReconcile(provideOutbox('user-1'))
  useSessionList('')
  return () => null
})

beforeEach(async () => {
  isServerThere = true
  visibility = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
  vi.stubGlobal('fetch', () =>
    isServerThere ? Promise.resolve(new Response('ok')) : Promise.reject(new TypeError('Failed to fetch')),
  )
  server = createFakeServer({ 'session.list': () => ({ items: [], nextCursor: null }) })
  wake = vi.fn<() => void>()
  server.client.wake = wake
  wrapper = await mountApp(Page, { server })
  await eventually(() => expect(readsOfList()).toBe(1))
})
afterEach(() => {
  window.dispatchEvent(new Event('online'))
  wrapper.unmount()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 })
const readsOfList = () => server.calls.filter(({ path }) => path === 'session.list').length

async function tell(event: 'online' | 'offline'): Promise<void> {
  window.dispatchEvent(new Event(event))
  await flushPromises()
}

async function see(state: DocumentVisibilityState): Promise<void> {
  visibility = state
  document.dispatchEvent(new Event('visibilitychange'))
  await flushPromises()
}

describe('a page that lost its server', () => {
  it('says what kind of loss it is, asks again by itself, and makes up for what it missed', async () => {
    const connection = useConnection()
    isServerThere = false
    await tell('offline')
    expect(connection.problem).toBe('offline')
    await tell('online')
    expect(connection.problem).toBe('reconnecting')
    expect(readsOfList()).toBe(1)
    isServerThere = true
    wake.mockClear()
    await eventually(() => expect(connection.problem).toBeNull())
    await eventually(() => expect(readsOfList()).toBe(2))
    expect(wake).toHaveBeenCalled()
  })

  it('asks again by itself also where a request was the first to find out', async () => {
    useConnection().noteAnswer(false)
    await eventually(() => expect(useConnection().problem).toBeNull())
    await eventually(() => expect(readsOfList()).toBe(2))
  })

  it('takes no notice of a network that its server does not need', async () => {
    await tell('offline')
    expect(useConnection().problem).toBeNull()
  })
})

describe('a page that comes back into view', () => {
  it('reads anew what it shows and looks after its connection, where it may have slept', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await see('hidden')
    vi.setSystemTime(Date.now() + 60_000)
    await see('visible')
    expect(wake).toHaveBeenCalledOnce()
    await eventually(() => expect(readsOfList()).toBe(2))
  })

  it('is left alone after a glance at another', async () => {
    await see('hidden')
    await see('visible')
    expect(wake).not.toHaveBeenCalled()
    expect(readsOfList()).toBe(1)
  })
})
