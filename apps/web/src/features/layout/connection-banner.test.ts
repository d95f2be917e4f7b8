import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { byRole } from '../../shared/testing/by-role.ts'
import { mountApp } from '../../shared/testing/mount-app.ts'
import { useConnection } from '../../stores/connection.ts'
import ConnectionBanner from './ConnectionBanner.vue'

let wrapper: Awaited<ReturnType<typeof mountApp>> | undefined

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  wrapper?.unmount()
  document.body.replaceChildren()
  vi.useRealTimers()
})

const shown = () => byRole('status').textContent?.trim()

async function wait(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms)
  await flushPromises()
}

describe('the connection banner', () => {
  it('says nothing of a loss that is mended within a second', async () => {
    wrapper = await mountApp(ConnectionBanner)
    const connection = useConnection()
    connection.follow('open')
    connection.follow('reconnecting')
    await flushPromises()
    await wait(900)
    connection.follow('open')
    await flushPromises()
    await wait(5000)
    expect(shown()).toBe('')
  })

  it('says that it reconnects, until it has', async () => {
    wrapper = await mountApp(ConnectionBanner)
    const connection = useConnection()
    connection.follow('reconnecting')
    await flushPromises()
    await wait(1000)
    expect(shown()).toContain('Connection lost. Reconnecting.')
    connection.follow('connecting')
    await flushPromises()
    expect(shown()).toContain('Connection lost. Reconnecting.')
    connection.follow('open')
    await flushPromises()
    expect(shown()).toBe('')
  })

  it('says so when requests get no answer, until one does', async () => {
    wrapper = await mountApp(ConnectionBanner)
    useConnection().noteAnswer(false)
    await flushPromises()
    await wait(1000)
    expect(shown()).toContain('Connection lost.')
    useConnection().noteAnswer(true)
    await flushPromises()
    expect(shown()).toBe('')
  })

  it('is in the reader’s language, and read out', async () => {
    wrapper = await mountApp(ConnectionBanner, { locale: 'zh-CN' })
    useConnection().noteAnswer(false)
    await flushPromises()
    await wait(1000)
    expect(shown()).toContain('连接已断开，正在重连。')
    expect(byRole('status').getAttribute('aria-live')).toBe('polite')
  })

  it('says that the device is offline where the server is out of reach, and else not', async () => {
    wrapper = await mountApp(ConnectionBanner)
    window.dispatchEvent(new Event('offline'))
    await flushPromises()
    await wait(1000)
    expect(shown()).toBe('')
    useConnection().noteAnswer(false)
    await flushPromises()
    await wait(1000)
    expect(shown()).toContain('You are offline.')
    window.dispatchEvent(new Event('online'))
    await flushPromises()
    expect(shown()).toContain('Connection lost.')
  })
})
