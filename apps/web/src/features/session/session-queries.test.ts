import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { mountApp } from '../../shared/testing/mount-app.ts'
import { createSignedInServer, sampleSession } from '../../shared/testing/samples.ts'
import { useSessionCache, useSessionList } from './session-queries.ts'

let wrapper: Awaited<ReturnType<typeof mountApp>> | undefined

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }),
)

afterEach(() => {
  wrapper?.unmount()
  document.body.replaceChildren()
  vi.useRealTimers()
})

async function openList() {
  const state = { isRunning: false }
  const server = createSignedInServer({
    'session.list': () => ({
      items: [sampleSession({ id: 'a', title: 'Trip', isRunning: state.isRunning })],
      nextCursor: null,
    }),
  })
  const parts: { cache?: ReturnType<typeof useSessionCache> } = {}
  const Page = defineComponent(() => {
    const { sessions } = useSessionList('')
    parts.cache = useSessionCache()
    return () => h('p', sessions.value.map((item) => `${item.title} ${item.isRunning}`).join())
  })
  wrapper = await mountApp(Page, { server })
  await pass(1)
  const asked = () => server.calls.filter((call) => call.path === 'session.list').length
  return { state, asked, cache: parts.cache!, shown: () => document.querySelector('p')?.textContent }
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
}

describe('the session list', () => {
  it('shows at once that the open session answers, and asks for the new order', async () => {
    const { state, asked, cache, shown } = await openList()
    expect(shown()).toBe('Trip false')
    state.isRunning = true
    cache.noteRunning('a', true)
    await pass(0)
    expect(shown()).toBe('Trip true')
    await pass(1)
    expect(asked()).toBe(2)
  })

  it('is asked again every few seconds while a session answers, and no longer', async () => {
    const { state, asked, cache, shown } = await openList()
    state.isRunning = true
    cache.noteRunning('a', true)
    await pass(1)
    state.isRunning = false
    await pass(5100)
    expect(shown()).toBe('Trip false')
    const before = asked()
    await pass(60_000)
    expect(asked()).toBe(before)
  })

  it('takes a new title from what the watch tells', async () => {
    const { cache, shown } = await openList()
    cache.put({
      ...sampleSession({ id: 'a', title: 'Kyoto' }),
      systemMessage: null,
      initialBroadcastDone: true,
      pinned: false,
      archived: false,
      blind: false,
      tags: [],
      windows: [],
    })
    await pass(0)
    expect(shown()).toBe('Kyoto false')
  })
})
