import type { Session } from '@chatmore/api/contract'
import { parseAppError } from '@chatmore/api/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp, type TestClient } from './create-test-app.ts'
import { fingerprintDatabase, waitUntilIdle } from './database-fingerprint.ts'

interface Owner {
  client: TestClient
  session: Session
  windowId: string
  inputId: string
  answerId: string
  fileId: string
  /** Of a second window, whose history was cleared. */
  rewindId: string
  /** The one that gave the answer. */
  callId: string
}

let app: TestApp
let ada: Owner
let bob: Owner

beforeAll(async () => {
  app = await createTestApp()
  const { id } = await app.createModel()
  ada = await createOwner('Ada’s plan', id)
  bob = await createOwner('Bob’s plan', id)
  await waitUntilIdle(app)
})
afterAll(() => app[Symbol.asyncDispose]())

async function createOwner(title: string, modelId: string): Promise<Owner> {
  const client = await app.createUser()
  const session = await client.session.create({ title, windows: [{ modelId }, { modelId }] })
  const { turns } = await client.message.send({
    sessionId: session.id,
    content: 'Hi',
    clientMessageId: 'the-first',
  })
  const { windowId, userMessageId: inputId, assistantMessageId: answerId } = turns[0]!
  await waitUntilIdle(app)
  const { rewindId } = await client.window.clear({ id: turns[1]!.windowId })
  const { id: fileId } = await client.uploadFile(new Blob([title]), 'notes.txt')
  const { items } = await client.callLog.list()
  const callId = items.find(({ messageId }) => messageId === answerId)!.id
  return { client, session, windowId, inputId, answerId, fileId, rewindId: rewindId!, callId }
}

const text = { content: 'Hello', clientMessageId: 'of-a-stranger' }

/** What is Ada's beside what is Bob's own, in one call of Bob's. */
const mixes: [what: string, call: () => Promise<unknown>][] = [
  [
    'her window in the order of his session',
    () => bob.client.window.reorder({ sessionId: bob.session.id, windowIds: [bob.windowId, ada.windowId] }),
  ],
  [
    'his window in the order of her session',
    () => bob.client.window.reorder({ sessionId: ada.session.id, windowIds: [bob.windowId] }),
  ],
  [
    'her answer in his session, to stop',
    () => bob.client.message.stop({ sessionId: bob.session.id, messageIds: [ada.answerId] }),
  ],
  [
    'her answer beside his own, to stop',
    () => bob.client.message.stop({ sessionId: bob.session.id, messageIds: [bob.answerId, ada.answerId] }),
  ],
  [
    'his answer in her session, to stop',
    () => bob.client.message.stop({ sessionId: ada.session.id, messageIds: [bob.answerId] }),
  ],
  [
    'her window as the target of his input',
    () => bob.client.message.send({ ...text, sessionId: bob.session.id, windowIds: [ada.windowId] }),
  ],
  [
    'her window beside his own as targets of his input',
    () =>
      bob.client.message.send({
        ...text,
        sessionId: bob.session.id,
        windowIds: [bob.windowId, ada.windowId],
      }),
  ],
  [
    'his window as the target of an input to her session',
    () => bob.client.message.send({ ...text, sessionId: ada.session.id, windowIds: [bob.windowId] }),
  ],
  [
    'the clientMessageId of her own input',
    () => bob.client.message.send({ sessionId: ada.session.id, content: 'Hi', clientMessageId: 'the-first' }),
  ],
  [
    'her file beside his own as those of his input',
    () =>
      bob.client.message.send({
        ...text,
        sessionId: bob.session.id,
        attachmentIds: [bob.fileId, ada.fileId],
      }),
  ],
  [
    'her file as that of his input, edited',
    () => bob.client.message.edit({ ...text, messageId: bob.inputId, attachmentIds: [ada.fileId] }),
  ],
  ['her session’s id as that of a window', () => bob.client.message.list({ windowId: ada.session.id })],
  ['his session’s id as that of a window', () => bob.client.message.list({ windowId: bob.session.id })],
  ['her input, to try again', () => bob.client.message.retry({ messageId: ada.inputId })],
  ['her input, to see what its model was sent', () => bob.client.message.context({ messageId: ada.inputId })],
  [
    'his own input as an answer, to see its context',
    () => bob.client.message.context({ messageId: bob.inputId }),
  ],
  ['his window’s id as that of an answer', () => bob.client.message.retry({ messageId: bob.windowId })],
  [
    'her answer, to have his model try it',
    () => bob.client.message.retry({ messageId: ada.answerId, modelId: bob.session.windows[0]!.modelId }),
  ],
  [
    'her input, to write another in its place',
    () => bob.client.message.edit({ ...text, messageId: ada.inputId }),
  ],
  [
    'her input as the place to rewind his window to',
    () => bob.client.window.rewind({ id: bob.windowId, messageId: ada.inputId }),
  ],
  [
    'his input as the place to rewind her window to',
    () => bob.client.window.rewind({ id: ada.windowId, messageId: bob.inputId }),
  ],
  ['her window, to clear it', () => bob.client.window.clear({ id: ada.windowId })],
  ['what was archived of her window', () => bob.client.window.rewinds({ id: ada.windowId })],
  ['her rewind, to bring it back', () => bob.client.window.undoRewind({ rewindId: ada.rewindId })],
  ['her answer, to fork it', () => bob.client.window.fork({ messageId: ada.answerId })],
  [
    'her input, to fork what comes before it',
    () => bob.client.window.fork({ messageId: ada.inputId, before: true }),
  ],
  ['her window, to duplicate it', () => bob.client.window.duplicate({ id: ada.windowId })],
  [
    'her window as the one whose inputs his is given',
    () => bob.client.window.catchUp({ id: bob.windowId, fromWindowId: ada.windowId }),
  ],
  [
    'his window as the one whose inputs hers is given',
    () => bob.client.window.catchUp({ id: ada.windowId, fromWindowId: bob.windowId }),
  ],
  ['her call, to read it', () => bob.client.callLog.get({ id: ada.callId })],
  [
    'her call, to have his model answer it',
    () =>
      bob.client.callLog.replay({
        ...{ id: ada.callId, modelIds: [bob.session.windows[0]!.modelId], clientMessageId: 'of-a-stranger' },
      }),
  ],
  ['her window, to stop its catching up', () => bob.client.window.stopCatchUp({ id: ada.windowId })],
]

describe('a stranger', () => {
  it.each(mixes)(
    'who names %s, is told that it does not exist, and nothing is written',
    async (_what, call) => {
      const before = await fingerprintDatabase(app)
      const error = await call().then(
        () => null,
        (thrown: unknown) => thrown,
      )
      expect(parseAppError(error)?.code).toBe('NOT_FOUND')
      expect((error as Error).message).toMatch(/does not exist$/)
      expect(await fingerprintDatabase(app)).toEqual(before)
    },
  )

  it('finds nothing of another’s, whatever is searched for', async () => {
    for (const search of [undefined, 'Ada', 'plan', '%', ada.session.id]) {
      const { items } = await bob.client.session.list(search === undefined ? {} : { search })
      expect(items.map(({ id }) => id)).not.toContain(ada.session.id)
    }
    expect((await bob.client.session.list({ search: 'plan' })).items).toHaveLength(1)
  })

  it('pages through their own list alone, by another’s cursor, too', async () => {
    await ada.client.session.create({ windows: [{ modelId: ada.session.windows[0]!.modelId }] })
    const { nextCursor } = await ada.client.session.list({ limit: 1 })
    const { items } = await bob.client.session.list({ cursor: nextCursor })
    expect(items.filter(({ id }) => id !== bob.session.id)).toEqual([])
  })
})

describe('the tries of a network', () => {
  it('are counted by the address that is seen, whatever the headers claim', async () => {
    await using closed = await createTestApp({ CHATMORE_REGISTRATION: 'closed' })
    const tries = Array.from({ length: 120 }, (_try, index) =>
      fetch(`${closed.url}/trpc/auth.register`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `203.0.113.${index}`,
          'x-real-ip': `203.0.113.${index}`,
          forwarded: `for=203.0.113.${index}`,
          'cf-connecting-ip': `203.0.113.${index}`,
        },
        body: JSON.stringify({ email: `spoof${index}@example.com`, password: 'a long password' }),
      }),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    // The administrator of this server was the first of the hundred.
    expect(statuses.filter((status) => status === 403)).toHaveLength(99)
    expect(statuses.filter((status) => status === 429)).toHaveLength(21)
  })
})
