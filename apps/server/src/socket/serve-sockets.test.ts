import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClientOptions } from 'ws'
import { createTestApp, type TestApp } from '../../../../test/create-test-app.ts'
import {
  openSocket,
  sayRaw,
  toRequest,
  type SocketAnswer,
  type TestSocket,
} from '../testing/raw-connections.ts'

let app: TestApp
let sessionId: string
/** Was there before everything else, and must be served after it. */
let bystander: TestSocket

beforeAll(async () => {
  app = await createTestApp()
  const model = await app.createModel()
  sessionId = (await app.client.session.create({ windows: [{ modelId: model.id }] })).id
  bystander = await openSocket(app.url)
})
afterAll(async () => {
  bystander.socket.terminate()
  await app[Symbol.asyncDispose]()
})

const open = (options?: ClientOptions & { path?: string }) => openSocket(app.url, options)

async function openSignedIn(): Promise<TestSocket> {
  const socket = await open({ path: '/trpc?connectionParams=1' })
  socket.send({ method: 'connectionParams', data: { token: app.admin.token } })
  return socket
}

const status = (id: string | number) => ({ id, method: 'query', params: { path: 'auth.status' } })
const watch = (id: string | number) => ({
  id,
  method: 'subscription',
  params: { path: 'session.watch', input: { id: sessionId } },
})

/** Everyone else is served as if nothing had happened. */
async function expectOthersServed(): Promise<void> {
  bystander.send(status('bystander'))
  expect(await bystander.next()).toMatchObject({ id: 'bystander', result: { type: 'data' } })
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
}

async function nextOf(
  socket: TestSocket,
  isWanted: (answer: SocketAnswer) => boolean,
): Promise<SocketAnswer> {
  for (;;) {
    const answer = await socket.next()
    if (typeof answer === 'object' && isWanted(answer)) return answer
  }
}

describe('opening', () => {
  const openingStatus = async (options?: ClientOptions & { path?: string }) => {
    const opened = await open(options)
    opened.socket.terminate()
    return opened.status
  }

  test('a page of our own opens one', async () => {
    expect(await openingStatus({ origin: app.url, headers: { cookie: app.admin.cookie } })).toBe(101)
  })

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://sub.127.0.0.1'])(
    'a page of %s does not',
    async (origin) => {
      expect(await openingStatus({ origin, headers: { cookie: app.admin.cookie } })).toBe(403)
      expect(await openingStatus({ origin })).toBe(403)
    },
  )

  test('a cookie without an origin does not', async () => {
    expect(await openingStatus({ headers: { cookie: app.admin.cookie } })).toBe(403)
  })

  test('a program without cookie and origin opens one', async () => {
    expect(await openingStatus()).toBe(101)
  })

  test('there is none at another path', async () => {
    expect(await openingStatus({ path: '/trpcx' })).toBe(404)
    expect(await openingStatus({ path: '/' })).toBe(404)
  })

  test('an upgrade with broken headers is refused', async () => {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket' }
    expect(await sayRaw(app.url, toRequest('GET /trpc', upgrade))).toMatch(/^HTTP\/1\.1 400 /)
    expect(await sayRaw(app.url, toRequest('GET /trpc', { ...upgrade, host: 'a b[' }))).toMatch(
      /^HTTP\/1\.1 400 /,
    )
    await expectOthersServed()
  })
})

describe('a frame', () => {
  test.each([
    ['[]', null, 'the frame holds no call'],
    ['[null]', null, 'a call is not well formed'],
    ['"x"', null, 'a call is not well formed'],
    ['{', null, 'the frame is not valid JSON'],
    ['\u0000', null, 'the frame is not valid JSON'],
    ['', null, 'the frame is not valid JSON'],
    ['{"id":1}', 1, 'a call is not well formed'],
    ['{"id":{},"method":"query","params":{"path":"auth.status"}}', null, 'a call is not well formed'],
    ['{"id":2,"method":"query","params":{"path":5}}', 2, 'a call is not well formed'],
    ['{"id":3,"method":"query"}', 3, 'a call is not well formed'],
    ['{"id":4,"method":"drop","params":{"path":"auth.status"}}', 4, 'a call is not well formed'],
    ['{"id":5,"method":"subscription.stop","jsonrpc":"9"}', 5, 'a call is not well formed'],
    ['{"id":6,"method":"query","params":{"path":"__proto__.x"}}', 6, 'this procedure does not exist'],
    [`[${'['.repeat(50)}${']'.repeat(50)}]`, null, 'a call is not well formed'],
  ])('%j is answered by an error, and the socket goes on', async (frame, id, message) => {
    const socket = await open()
    socket.send(frame)
    const answer = await socket.next()
    expect(answer).toMatchObject({ id, error: { message, data: { appError: { code: expect.any(String) } } } })
    expect(JSON.stringify(answer)).not.toMatch(/"stack"|node_modules/)
    socket.send(status(9))
    expect(await socket.next()).toMatchObject({ id: 9, result: { type: 'data' } })
    socket.socket.terminate()
  })

  test('that holds good and bad calls is answered call by call', async () => {
    const socket = await open()
    socket.send([status('a'), { id: 'b' }, status('c')])
    const answers = [await socket.next(), await socket.next(), await socket.next()] as SocketAnswer[]
    const outcomes = Object.fromEntries(answers.map((answer) => [answer.id, 'error' in answer]))
    expect(outcomes).toEqual({ a: false, b: true, c: false })
    socket.socket.terminate()
  })

  test('whose input is ten thousand levels deep is refused by its procedure', async () => {
    const socket = await open()
    const input = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    socket.send(`{"id":1,"method":"mutation","params":{"path":"auth.login","input":${input}}}`)
    expect(await socket.next()).toMatchObject({
      id: 1,
      error: { data: { appError: { code: 'INVALID_INPUT' } } },
    })
    socket.socket.terminate()
  })

  test.each<[string, string | Buffer | object, number]>([
    ['of more than 1 MB', 'x'.repeat(1024 * 1024 + 1), 1009],
    ['of bytes', Buffer.from('{"id":1}'), 1008],
    ['of 21 calls', Array.from({ length: 21 }, (_, id) => status(id)), 1008],
    ['of 10,000 calls', Array.from({ length: 10_000 }, (_, id) => status(id)), 1008],
  ])('%s closes the socket', async (_what, frame, code) => {
    const socket = await open()
    if (Buffer.isBuffer(frame)) socket.socket.send(frame)
    else socket.send(frame)
    expect(await socket.closed).toMatchObject({ code })
    await expectOthersServed()
  })

  test.each<[string, (socket: TestSocket) => void, number]>([
    ['PING', ({ send }) => send('PING'), 5000],
    ['a call', ({ send }) => send(status(1)), 5000],
    ['a megabyte', ({ send }) => send('x'.repeat(1024 * 1024)), 50],
    ['the protocol’s own ping', ({ socket }) => socket.ping(), 5000],
  ])('of %s, sent without end, closes the socket', async (_what, sendOne, times) => {
    const socket = await open()
    for (let sent = 0; sent < times; sent += 1) sendOne(socket)
    // What it still sends may meet a connection that is gone, and the close frame is lost with it.
    expect([1006, 1008]).toContain((await socket.closed).code)
    await expectOthersServed()
  })
})

describe('connection parameters', () => {
  test.each<[string, unknown]>([
    ['are no JSON', 'garbage'],
    ['are a list', '[]'],
    ['are nothing', 'null'],
    ['hold no texts', { method: 'connectionParams', data: { token: {} } }],
    ['are a call', status(1)],
    ['are huge', { method: 'connectionParams', data: 'x'.repeat(1_000_000) }],
  ])('that %s close the socket', async (_what, frame) => {
    const socket = await open({ path: '/trpc?connectionParams=1' })
    socket.send(frame)
    socket.send(status(9))
    expect(await socket.closed).toEqual({ code: 1008, reason: 'malformed connection parameters' })
    await expectOthersServed()
  })

  test('with a token sign in whoever calls', async () => {
    const socket = await openSignedIn()
    socket.send(status(9))
    expect(await socket.next()).toMatchObject({
      id: 9,
      result: { data: { user: { email: app.admin.email } } },
    })
    socket.socket.terminate()
  })
})

describe('subscriptions', () => {
  test('are at most fifty a socket, however many are asked for', { timeout: 60_000 }, async () => {
    const socket = await openSignedIn()
    const isStart = ({ result }: SocketAnswer) => result?.type === 'started'
    for (let id = 0; id < 50; id += 1) {
      socket.send(watch(id))
      await nextOf(socket, isStart)
    }
    const ids = Array.from({ length: 9950 }, (_, n) => 50 + n)
    while (ids.length > 0) socket.send(ids.splice(0, 20).map(watch))
    for (let refused = 0; refused < 9950; refused += 1) {
      const answer = await nextOf(socket, (each) => isStart(each) || each.error !== undefined)
      expect(answer.error?.data.appError.code).toBe('RATE_LIMITED')
    }
    await expectOthersServed()

    // A place that becomes free is taken by the next.
    socket.send({ id: 0, method: 'subscription.stop' })
    await nextOf(socket, ({ id, result }) => id === 0 && result?.type === 'stopped')
    socket.send([watch('next'), watch('after next')])
    expect(await nextOf(socket, ({ id }) => id === 'after next')).toMatchObject({ error: {} })
    expect(await nextOf(socket, ({ id }) => id === 'next')).toMatchObject({ result: { type: 'started' } })
    socket.socket.terminate()
  })

  test('keep their id to themselves until they end', async () => {
    const socket = await openSignedIn()
    socket.send(watch(1))
    await nextOf(socket, ({ result }) => result?.type === 'started')
    for (const call of [watch(1), status(1)]) {
      socket.send(call)
      const { error } = await nextOf(socket, (answer) => answer.error !== undefined)
      expect(error).toMatchObject({ message: 'the id is that of another call' })
    }
    socket.send({ id: 1, method: 'subscription.stop' })
    await nextOf(socket, ({ result }) => result?.type === 'stopped')
    socket.send(status(1))
    expect(await nextOf(socket, ({ id }) => id === 1)).toMatchObject({ result: { type: 'data' } })
    socket.socket.terminate()
  })

  test('of what does not exist hold no place', async () => {
    const socket = await openSignedIn()
    for (let id = 0; id < 60; id += 1) {
      socket.send({ id, method: 'subscription', params: { path: 'session.watch', input: { id: 'x' } } })
      expect(await socket.next()).toMatchObject({
        id,
        error: { data: { appError: { code: 'INVALID_INPUT' } } },
      })
    }
    socket.socket.terminate()
  })
})
