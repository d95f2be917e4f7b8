import type { MessageSendInput, SendResult } from '@chatmore/api/contract'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { computed, defineComponent, h, ref } from 'vue'
import { createFakeServer, type FakeServer } from '../../shared/testing/fake-server.ts'
import { mountApp } from '../../shared/testing/mount-app.ts'
import type { SessionMessages } from '../message/session-messages.ts'
import { buildSession } from '../window/testing/build-window.ts'
import { provideOutbox } from './app-outbox.ts'
import { provideSessionOutbox, type SessionOutbox } from './session-outbox.ts'

const { id: sessionId, windows } = buildSession()
const [first, second] = windows

let server: FakeServer
let wrapper: VueWrapper
let outbox: SessionOutbox
const running = ref<string[]>([])

beforeEach(() => {
  localStorage.clear()
  running.value = []
  server = createFakeServer({
    'message.send': ({ clientMessageId, windowIds }: MessageSendInput): SendResult => ({
      broadcastGroupId: clientMessageId,
      turns: (windowIds ?? []).map((windowId) => ({
        windowId,
        userMessageId: `${clientMessageId}-user`,
        assistantMessageId: `${clientMessageId}-answer`,
      })),
    }),
  })
})
afterEach(() => wrapper.unmount())

async function open(): Promise<void> {
  const messages = {
    sessionId,
    of: () => undefined,
    runningWindowIds: computed(() => running.value),
  } satisfies Partial<SessionMessages> as unknown as SessionMessages
  const Page = defineComponent(() => {
    outbox = provideSessionOutbox({ messages, windows: ref(windows) })
    return () => null
  })
  const Layout = defineComponent(() => {
    provideOutbox('user-1')
    return () => h(Page)
  })
  wrapper = await mountApp(Layout, { server })
}

function post(content: string, target = first!): void {
  outbox.post({ content, windowIds: [target.id], targets: [target], draftKey: target.id })
}

const sent = () => server.calls.map(({ input }) => (input as MessageSendInput).content)
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 })

it('holds a message back while its window answers, lets others pass, and sends it when the answer ends', async () => {
  await open()
  running.value = [first!.id]
  post('Held back')
  post('Lets pass', second!)
  await eventually(() => expect(sent()).toEqual(['Lets pass']))
  expect(outbox.pendingIn(first!.id)).toMatchObject([{ content: 'Held back', state: 'queued' }])
  running.value = []
  await eventually(() => expect(sent()).toEqual(['Lets pass', 'Held back']))
})
