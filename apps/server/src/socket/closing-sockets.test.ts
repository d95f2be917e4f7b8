import { answer } from '@chatmore/llm/testing'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createTestApp, type TestAccount, type TestApp } from '../../../../test/create-test-app.ts'
import { followSession } from '../../../../test/follow-session.ts'
import { connectRaw, openSocket, toRequest, type TestSocket } from '../testing/raw-connections.ts'

let app: TestApp
let bystander: TestSocket

beforeAll(async () => {
  const timings = {
    paramsWithin: 300,
    pingEvery: 400,
    pongWithin: 2500,
    drainWithin: 1500,
    shrinkWithin: 1500,
    rightsEvery: 100,
  }
  app = await createTestApp({}, timings)
  bystander = await openSignedIn(app.admin)
})
afterAll(async () => {
  bystander.socket.terminate()
  await app[Symbol.asyncDispose]()
})

async function openSignedIn({ token }: Pick<TestAccount, 'token'>): Promise<TestSocket> {
  const socket = await openSocket(app.url, { path: '/trpc?connectionParams=1' })
  socket.send({ method: 'connectionParams', data: { token } })
  return socket
}

const list = (id: number, windowId: string) => ({
  id,
  method: 'query',
  params: { path: 'message.list', input: { windowId } },
})

/** Whoever reads, answers and is signed in stays, however long the tests before took. */
async function expectOthersServed(): Promise<void> {
  expect(bystander.socket.readyState).toBe(WebSocket.OPEN)
  bystander.send({ id: 1, method: 'query', params: { path: 'session.list' } })
  expect(await bystander.next()).toMatchObject({ id: 1, result: { type: 'data' } })
}

const post = (path: string, headers: Record<string, string>) =>
  fetch(`${app.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  })

test('a socket that announces parameters and never sends them is closed', async () => {
  const socket = await openSocket(app.url, { path: '/trpc?connectionParams=1' })
  socket.send('PING')
  expect(await socket.closed).toEqual({ code: 1008, reason: 'no connection parameters came' })
  await expectOthersServed()
})

test('a connection that no longer answers is pinged by the protocol, and cut', async () => {
  const connection = await connectRaw(app.url)
  const received: Buffer[] = []
  connection.on('data', (bytes: Buffer) => received.push(bytes))
  const ended = once(connection, 'close')
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': 13 }
  connection.write(toRequest('GET /trpc', { ...upgrade, 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }))
  await ended
  const all = Buffer.concat(received)
  expect(all.toString('latin1')).toMatch(/^HTTP\/1\.1 101 /)
  expect(all.subarray(-2).toString('hex')).toBe('8900')
  await expectOthersServed()
})

describe('a client that does not read', { timeout: 60_000 }, () => {
  afterEach(() => vi.restoreAllMocks())

  /** Notes what the server's sockets hold back, and with what code it closes them. */
  function spyOnSockets() {
    const codes: (number | undefined)[] = []
    let mostBuffered = 0
    const close = WebSocket.prototype.close
    vi.spyOn(WebSocket.prototype, 'close').mockImplementation(function (this: WebSocket, code, reason) {
      codes.push(code)
      close.call(this, code, reason)
    })
    const { get } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'bufferedAmount') ?? {}
    vi.spyOn(WebSocket.prototype, 'bufferedAmount', 'get').mockImplementation(function (this: WebSocket) {
      const buffered = get?.call(this) as number
      mostBuffered = Math.max(mostBuffered, buffered)
      return buffered
    })
    return { codes, mostBuffered: () => mostBuffered }
  }

  test('what it watches costs the server less than 8 MB, whatever is streamed, and it is closed', async () => {
    const pieces = Array.from({ length: 19 }, () => 'x'.repeat(100_000))
    app.upstream.byDefault(answer(pieces))
    const model = await app.createModel()
    const windows = Array.from({ length: 6 }, () => ({ modelId: model.id }))
    const { id } = await app.client.session.create({ windows })
    const sockets = spyOnSockets()
    const socket = await openSignedIn(app.admin)
    socket.send({ id: 1, method: 'subscription', params: { path: 'session.watch', input: { id } } })
    expect(await socket.next()).toMatchObject({ result: { type: 'started' } })
    socket.socket.pause()
    const following = await followSession(app.client, id)
    for (let round = 0; round < 2; round += 1) {
      const sent = await app.client.message.send({
        sessionId: id,
        content: 'Go',
        clientMessageId: `round-number-${round}`,
      })
      const answers = await following.ended(sent.turns.map((turn) => turn.assistantMessageId))
      expect(answers.map(({ content }) => content.length)).toEqual(Array(6).fill(1_900_000))
    }
    await vi.waitFor(() => expect(sockets.codes).toContain(1013), { timeout: 40_000 })
    expect(sockets.mostBuffered()).toBeGreaterThan(1_000_000)
    expect(sockets.mostBuffered()).toBeLessThan(8_000_000)
    following.stop()
    socket.socket.resume()
    await socket.closed
    await expectOthersServed()
  })

  async function createLongHistory(answers: number) {
    const model = await app.createModel()
    const { id, windows } = await app.client.session.create({ windows: [{ modelId: model.id }] })
    const windowId = windows[0]!.id
    for (let number = 0; number < answers; number += 1) {
      const content = 'x'.repeat(190_000)
      await app.client.message.send({ sessionId: id, content, clientMessageId: `long-text-${number}` })
      await vi.waitFor(async () => {
        const { items } = await app.client.message.list({ windowId, limit: 1 })
        expect(items.at(-1)?.status).not.toMatch(/pending|streaming/)
      })
    }
    return windowId
  }

  test('but goes on asking is not read from either, and closed', async () => {
    app.upstream.byDefault(answer(['Yes.']))
    const windowId = await createLongHistory(2)
    const sockets = spyOnSockets()
    const socket = await openSignedIn(app.admin)
    socket.socket.pause()
    const pauseOnServer = vi.spyOn(WebSocket.prototype, 'pause')
    let id = 0
    const asking = setInterval(() => socket.send(Array.from({ length: 10 }, () => list(id++, windowId))), 20)
    await vi.waitFor(() => expect(sockets.codes).toContain(1013), { timeout: 40_000 })
    clearInterval(asking)
    expect(pauseOnServer).toHaveBeenCalled()
    expect(sockets.mostBuffered()).toBeLessThan(40_000_000)
    socket.socket.resume()
    await socket.closed
    await expectOthersServed()
  })
})

describe('a socket whose session ends is closed, although it only listens', () => {
  test.each(['logs out', 'is no longer known'])('when the browser %s', async (how) => {
    const account = await app.createAccount()
    const { cookie } = account
    const socket = await openSocket(app.url, { origin: app.url, headers: { cookie } })
    socket.send({ id: 1, method: 'query', params: { path: 'auth.status' } })
    expect(await socket.next()).toMatchObject({ result: { data: { user: { email: account.email } } } })
    if (how === 'logs out') await post('auth.logout', { cookie, origin: app.url })
    else await app.database.db.execute(`DELETE FROM auth_sessions WHERE user_id = '${account.user.id}'`)
    expect(await socket.closed).toEqual({ code: 1008, reason: 'the session has ended' })
    await expectOthersServed()
  })

  test('when its API key is revoked, and with it each socket that came by that key', async () => {
    const account = await app.createAccount()
    const sockets = [await openSignedIn(account), await openSignedIn(account)]
    for (const socket of sockets) {
      socket.send({ id: 1, method: 'query', params: { path: 'session.list' } })
      expect(await socket.next()).toMatchObject({ result: { type: 'data' } })
    }
    const [apiKey] = await account.client.apiKey.list()
    await account.client.apiKey.revoke({ id: apiKey!.id })
    for (const socket of sockets) {
      expect(await socket.closed).toEqual({ code: 1008, reason: 'the session has ended' })
    }
    await expectOthersServed()
  })

  test('and one that was opened as nobody stays', async () => {
    const socket = await openSocket(app.url, { origin: app.url, headers: { cookie: 'cm_session=unknown' } })
    const signedIn = await app.createAccount()
    const other = await openSocket(app.url, { origin: app.url, headers: { cookie: signedIn.cookie } })
    other.send({ id: 1, method: 'query', params: { path: 'auth.status' } })
    await other.next()
    await post('auth.logout', { cookie: signedIn.cookie, origin: app.url })
    await other.closed
    socket.send({ id: 1, method: 'query', params: { path: 'auth.status' } })
    expect(await socket.next()).toMatchObject({ result: { data: { user: null } } })
    socket.socket.terminate()
  })
})
