import type { MessageSendInput, SendResult } from '@chatmore/api/contract'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { computed, defineComponent, h, ref } from 'vue'
import { createFakeServer, FakeServerError, type FakeServer } from '../../shared/testing/fake-server.ts'
import { mountApp } from '../../shared/testing/mount-app.ts'
import type { SessionMessages } from '../message/session-messages.ts'
import { buildSession } from '../window/testing/build-window.ts'
import { buildAttachment } from '../attachment/testing/build-attachment.ts'
import { provideOutbox } from './app-outbox.ts'
import { useDrafts, type Draft } from './drafts-store.ts'
import { provideSessionOutbox, type SessionOutbox } from './session-outbox.ts'

const { id: sessionId, windows } = buildSession()
const [first, second] = windows

let server: FakeServer
let wrapper: VueWrapper
let outbox: SessionOutbox
let drafts: ReturnType<typeof useDrafts>
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
    drafts = useDrafts()
    outbox = provideSessionOutbox({ messages, windows: ref(windows) })
    return () => null
  })
  const Layout = defineComponent(() => {
    provideOutbox('user-1')
    return () => h(Page)
  })
  wrapper = await mountApp(Layout, { server })
}

function post(content: string, target = first!, attachments: Draft['attachments'] = []): void {
  outbox.post({ content, attachments, windowIds: [target.id], targets: [target], draftKey: target.id })
}

const inputs = () => server.calls.map(({ input }) => input as MessageSendInput)
const sent = () => inputs().map(({ content }) => content)
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

it('empties the box that a message came from, and leaves what one writes while a button sends another text', async () => {
  await open()
  drafts.write(first!.id, { text: 'Half a thought', attachments: [buildAttachment()] })
  post('Please continue.')
  expect(drafts.read(first!.id)).toMatchObject({ text: 'Half a thought', attachments: [{ id: 'file-1' }] })
  post('Half a thought')
  expect(drafts.read(first!.id)).toEqual({ text: '' })
})

it('gives a message back without its files where the server keeps them no longer, and says so', async () => {
  server.on('message.send', () => {
    throw new FakeServerError('NOT_FOUND', undefined, { attachmentIds: 'has a file that does not exist' })
  })
  await open()
  post('Look', first!, [buildAttachment()])
  await eventually(() => expect(drafts.read(first!.id)).toMatchObject({ text: 'Look', attachments: [] }))
  await eventually(() => expect(document.body.textContent).toContain('are no longer kept'))
})

it('sends what came back under its old id, unless its text or its files are others now', async () => {
  await open()
  const photo = buildAttachment({ id: 'photo' })
  const giveBack = () =>
    drafts.giveBack(first!.id, { content: 'Look', attachments: [photo], unsureId: 'client-message-1' })
  giveBack()
  post('Look', first!, [photo])
  await eventually(() => expect(inputs()).toMatchObject([{ clientMessageId: 'client-message-1' }]))
  drafts.write(second!.id, {
    text: '',
    unsure: { clientMessageId: 'client-message-2', content: 'Look', attachmentIds: ['photo'] },
  })
  post('Look', second!)
  await eventually(() => expect(inputs()).toHaveLength(2))
  expect(inputs()[1]?.clientMessageId).not.toBe('client-message-2')
})
