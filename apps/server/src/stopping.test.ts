import { controlled } from '@chatmore/llm/testing'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../../test/create-test-app.ts'
import { followSession } from '../../../test/follow-session.ts'
import { openSocket } from './testing/raw-connections.ts'

async function createSession(app: TestApp) {
  const model = await app.createModel()
  return app.client.session.create({ windows: [{ modelId: model.id }] })
}

const toInput = (sessionId: string) => ({
  sessionId,
  content: 'Hello',
  clientMessageId: `hello-${sessionId}`,
})

/** Past the client, which would try again by itself. */
const call = (app: TestApp, path: string, input: object) =>
  fetch(`${app.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${app.admin.token}` },
    body: JSON.stringify(input),
  })

test('a stop says goodbye to sockets, gives the port back, and a restart serves the same address', async () => {
  await using app = await createTestApp()
  const { closed, next } = await openSocket(app.url)
  await app.stop()
  expect(await next()).toEqual({ id: null, method: 'reconnect' })
  expect(await closed).toMatchObject({ code: 1001 })
  await expect(fetch(`${app.url}/healthz`)).rejects.toThrow()
  await app.restart()
  expect(await app.client.auth.status()).toMatchObject({ setupRequired: false, user: { role: 'admin' } })
})

test('a network that cuts every connection leaves the server as it was', async () => {
  await using app = await createTestApp()
  const { closed } = await openSocket(app.url)
  app.cutConnections()
  expect(await closed).toMatchObject({ code: 1006 })
  expect(await app.client.auth.status()).toMatchObject({ user: { role: 'admin' } })
})

test(
  'until the last answer has ended it serves and shows everything, but starts no more',
  { timeout: 60_000 },
  async () => {
    await using app = await createTestApp()
    app.upstream.byDefault(controlled())
    const [session, other] = [await createSession(app), await createSession(app)]
    const sent = await app.client.message.send(toInput(session.id))
    const [turn] = sent.turns
    const stream = await app.upstream.nextStream()
    const following = await followSession(app.client, session.id)
    stream.text('Once upon a time')

    const stopped = app.stop(3_600_000)
    const readiness = await fetch(`${app.url}/readyz`)
    expect([readiness.status, await readiness.json()]).toEqual([
      503,
      { status: 'unavailable', reason: 'stopping' },
    ])
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
    const refusals = [
      await call(app, 'message.send', toInput(other.id)),
      await call(app, 'message.retry', { messageId: turn!.assistantMessageId }),
    ]
    for (const response of refusals) {
      expect(response.status).toBe(503)
      expect(await response.json()).toMatchObject({
        error: {
          message: 'the server is restarting: try again in a moment',
          data: { appError: { code: 'UNAVAILABLE' } },
        },
      })
    }
    expect((await app.client.session.list()).items).toHaveLength(2)
    const lateComer = await followSession(app.client, session.id)

    stream.text(', the end.')
    stream.finish()
    const [early] = await following.ended([turn!.assistantMessageId])
    const [late] = await lateComer.ended([turn!.assistantMessageId])
    expect([early?.content, late?.content]).toEqual(Array(2).fill('Once upon a time, the end.'))
    await stopped

    await app.restart()
    const { items } = await app.client.message.list({ windowId: turn!.windowId })
    expect(items.at(-1)).toMatchObject({ status: 'done', content: 'Once upon a time, the end.' })
    const { items: nothing } = await app.client.message.list({ windowId: other.windows[0]!.id })
    expect(nothing).toEqual([])
    expect((await app.client.message.send(toInput(other.id))).turns).toHaveLength(1)
  },
)
