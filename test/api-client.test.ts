import { createClient, parseAppError, type ConnectionState } from '@chatmore/api/client'
import { controlled } from '@chatmore/llm/testing'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'
import { followSession } from './follow-session.ts'

async function startAnswer(app: TestApp) {
  app.upstream.byDefault(controlled())
  const { id: modelId } = await app.createModel()
  const session = await app.client.session.create({ windows: [{ modelId }] })
  const send = { sessionId: session.id, content: 'Hello', clientMessageId: 'send-number-1' }
  const { turns } = await app.client.message.send(send)
  return { session, messageId: turns[0]!.assistantMessageId, stream: await app.upstream.nextStream() }
}

/** A text of which every cut is recognisable: `w0 w1 w2 ...`. */
const words = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `w${from + index} `).join('')

test('a watcher whose connection is cut again and again misses nothing and sees nothing twice', async () => {
  await using app = await createTestApp()
  const { session, messageId, stream } = await startAnswer(app)
  const states: ConnectionState[] = []
  const client = createClient({
    url: app.url,
    token: app.admin.token,
    onConnectionChange: (state) => states.push(state),
  })
  const following = await followSession(client, session.id)
  let text = ''
  for (let turn = 0; turn < 3; turn++) {
    const before = words(turn * 100, turn * 100 + 50)
    stream.text(before)
    text += before
    await following.until(({ messages }) => messages[messageId]?.content === text)
    app.cutConnections()
    const meanwhile = words(turn * 100 + 50, turn * 100 + 100)
    stream.text(meanwhile)
    text += meanwhile
    await following.until(({ messages }) => messages[messageId]?.content === text)
  }
  stream.finish()
  expect(await following.ended([messageId])).toMatchObject([{ status: 'done', content: text }])
  expect(following.state.stale).toEqual([])
  expect(states).toEqual(['open', 'reconnecting', 'open', 'reconnecting', 'open', 'reconnecting', 'open'])
  expect(client.connectionState).toBe('open')
  await client.close()
})

test('a watcher outlives a restart of the server and hears what became of the answer', async () => {
  await using app = await createTestApp()
  const { session, messageId, stream } = await startAnswer(app)
  const following = await followSession(app.client, session.id)
  stream.text('so far')
  await following.until(({ messages }) => messages[messageId]?.content === 'so far')
  await app.restart()
  expect(await following.ended([messageId])).toMatchObject([{ status: 'interrupted', content: 'so far' }])
  await app.client.session.update({ id: session.id, title: 'after the restart' })
  await following.until((state) => state.session?.title === 'after the restart')
})

test('a watcher whose key is revoked is told so, and no other event comes', async () => {
  await using app = await createTestApp()
  const { session } = await startAnswer(app)
  const following = await followSession(app.client, session.id)
  const [key] = await app.client.apiKey.list()
  await app.client.apiKey.revoke({ id: key!.id })
  expect(parseAppError(await following.over)).toEqual({ code: 'UNAUTHORIZED' })
})

test('a loop ends when its signal aborts, when it is left, and when the client closes', async () => {
  await using app = await createTestApp()
  const { session } = await startAnswer(app)
  const aborted = await followSession(app.client, session.id)
  aborted.stop()
  expect(await aborted.over).toBeNull()

  for await (const event of app.client.session.watch({ id: session.id })) {
    expect(event.type).toBe('sync')
    break
  }

  const client = app.connect(app.admin.token)
  const closed = await followSession(client, session.id)
  await client.close()
  expect(await closed.over).toBeNull()
  for await (const event of client.session.watch({ id: session.id })) throw new Error(event.type)
})

test('a watch that may not be is refused at once, with the code of the reason', async () => {
  await using app = await createTestApp()
  const { session } = await startAnswer(app)
  const stranger = await app.createUser()
  const codeOf = async (events: AsyncIterable<unknown>) => {
    try {
      for await (const event of events) return event
    } catch (error) {
      return parseAppError(error)?.code
    }
  }
  expect(await codeOf(app.anonymous.session.watch({ id: session.id }))).toBe('UNAUTHORIZED')
  expect(await codeOf(stranger.session.watch({ id: session.id }))).toBe('NOT_FOUND')
  expect(await codeOf(app.client.session.watch({ id: 'x' }))).toBe('INVALID_INPUT')
})

test('an error has tRPC’s code and the API’s own part', async () => {
  await using app = await createTestApp()
  const error = await app.client.session
    .get({ id: '01JD0000000000000000000000' })
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    data: { code: 'NOT_FOUND', httpStatus: 404, appError: { code: 'NOT_FOUND' } },
  })
  expect(error).not.toHaveProperty('data.stack')
})

test('calls of the same moment go in few requests, with the key, and a query as long as can be goes through', async () => {
  await using app = await createTestApp()
  const requests: { url: string; headers: unknown }[] = []
  const client = createClient({
    url: `${app.url}/`,
    token: app.admin.token,
    fetch: (target, init) => {
      requests.push({ url: String(target), headers: init?.headers })
      return fetch(String(target), init as RequestInit)
    },
  })
  const statuses = await Promise.all(Array.from({ length: 50 }, () => client.auth.status()))
  expect(statuses.every(({ user }) => user?.id === app.admin.user.id)).toBe(true)
  expect(requests).toHaveLength(3)
  expect(requests[0]).toMatchObject({ headers: { authorization: `Bearer ${app.admin.token}` } })
  expect(requests[0]?.url.startsWith(`${app.url}/trpc/auth.status,`)).toBe(true)
  expect((await client.session.list({ search: '文'.repeat(200) })).items).toEqual([])
  await client.close()
})

test('a call can be aborted', async () => {
  await using app = await createTestApp()
  const controller = new AbortController()
  const call = app.client.auth.status(undefined, { signal: controller.signal })
  controller.abort()
  await expect(call).rejects.toThrow(/abort/i)
})
