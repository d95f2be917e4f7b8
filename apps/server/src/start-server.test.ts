import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'
import { createTestApp, type TestApp } from '../../../test/create-test-app.ts'

let app: TestApp

beforeAll(async () => {
  app = await createTestApp({ CHATMORE_ALLOWED_ORIGINS: 'https://app.example.com' })
})
afterAll(() => app[Symbol.asyncDispose]())

const post = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
  fetch(`${app.url}${path}`, {
    method: 'POST',
    body: '{}',
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  })

interface Failure {
  error: { message: string; data: { appError: { code: string; ref?: string } } }
}

const appErrorOf = async (response: Response) => ((await response.json()) as Failure).error.data.appError

describe('health', () => {
  test('healthz and readyz answer 200 while all is well', async () => {
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200)
  })
})

describe('headers', () => {
  test.each(['/healthz', '/trpc/auth.status', '/missing.png'])(
    '%s carries the security headers',
    async (path) => {
      const { headers } = await fetch(`${app.url}${path}`)
      const policy = headers.get('content-security-policy')
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain(`connect-src 'self' ${app.url.replace('http', 'ws')}`)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('camera=()')
      expect(headers.get('strict-transport-security')).toBeNull()
    },
  )

  test('answers of the API are not kept', async () => {
    expect((await fetch(`${app.url}/trpc/auth.status`)).headers.get('cache-control')).toBe('no-store')
  })

  test('a request id is taken from the caller, or given', async () => {
    const given = await fetch(`${app.url}/healthz`, { headers: { 'x-request-id': 'trace-42' } })
    expect(given.headers.get('x-request-id')).toBe('trace-42')
    const odd = await fetch(`${app.url}/healthz`, { headers: { 'x-request-id': 'a b"c' } })
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9A-Z]{26}$/)
  })
})

describe('a request that is refused before any procedure', () => {
  test('larger than 4 MB, announced', async () => {
    const response = await post('/trpc/auth.login', { body: 'x'.repeat(4 * 1024 * 1024 + 1) })
    expect(response.status).toBe(413)
    expect(await appErrorOf(response)).toEqual({ code: 'TOO_LARGE' })
  })

  test('larger than 4 MB, in chunks of no announced length', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = httpRequest(`${app.url}/trpc/auth.login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      })
      outgoing.on('response', (incoming) => resolve(incoming.resume().statusCode))
      outgoing.on('error', reject)
      outgoing.end(Buffer.alloc(5 * 1024 * 1024, 'x'))
    })
    expect(status).toBe(413)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'content of type "%s"',
    async (type) => {
      const response = await post('/trpc/auth.logout', { headers: { 'content-type': type } })
      expect(response.status).toBe(415)
      expect(await appErrorOf(response)).toEqual({ code: 'INVALID_INPUT' })
    },
  )

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])('from a page of %s', async (origin) => {
    const response = await post('/trpc/auth.logout', { headers: { origin, cookie: app.admin.cookie } })
    expect(response.status).toBe(403)
    expect(await appErrorOf(response)).toEqual({ code: 'FORBIDDEN' })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('a mutation by GET', async () => {
    const response = await fetch(`${app.url}/trpc/auth.logout`, { headers: { cookie: app.admin.cookie } })
    expect(response.status).toBe(405)
  })

  test('JSON that is none', async () => {
    const response = await post('/trpc/auth.login', { body: '{"email":' })
    expect(response.status).toBe(400)
    expect(await appErrorOf(response)).toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('more calls in a batch than are served', async () => {
    const paths = Array.from({ length: 21 }, () => 'auth.status').join(',')
    expect((await fetch(`${app.url}/trpc/${paths}?batch=1`)).status).toBe(400)
  })
})

describe('origins', () => {
  test('the page’s own origin may call with its cookie', async () => {
    const response = await fetch(`${app.url}/trpc/auth.status`, {
      headers: { origin: app.url, cookie: app.admin.cookie },
    })
    expect(await response.json()).toMatchObject({ result: { data: { user: { role: 'admin' } } } })
  })

  test('a listed origin is let in by CORS, without cookies', async () => {
    const response = await fetch(`${app.url}/trpc/apiKey.create`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.com', 'access-control-request-method': 'POST' },
    })
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
  })

  test('any other origin is told nothing by CORS', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    const preflight = await fetch(`${app.url}/trpc/apiKey.create`, { method: 'OPTIONS', headers })
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
    const read = await fetch(`${app.url}/trpc/auth.status`, { headers })
    expect(read.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('an unexpected error', () => {
  test('is answered with a ref that the log has, and the server goes on', async () => {
    await app.database.db.execute('RENAME TABLE model_configs TO model_configs_away')
    const response = await fetch(`${app.url}/trpc/model.list`, {
      headers: { authorization: `Bearer ${app.admin.token}`, 'x-request-id': 'ref-to-find' },
    })
    await app.database.db.execute('RENAME TABLE model_configs_away TO model_configs')
    expect(response.status).toBe(500)
    const body = await response.text()
    expect(body).not.toContain('model_configs')
    expect(JSON.parse(body)).toMatchObject({
      error: {
        message: 'internal error, ref ref-to-find',
        data: { appError: { code: 'INTERNAL', ref: 'ref-to-find' } },
      },
    })
    const logged = app.logLines.filter(
      (line) => line.includes('ref-to-find') && line.includes('"level":"error"'),
    )
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain('model_configs')
    expect(await app.client.model.list()).toEqual([])
  })
})

describe('sockets', () => {
  const open = async (options: ClientOptions & { path?: string } = {}) => {
    const { path = '/trpc', ...rest } = options
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}${path}`, rest)
    const refused = once(socket, 'unexpected-response').then(([, incoming]) => incoming.statusCode as number)
    const opened = once(socket, 'open').then(() => 101)
    refused.catch(() => undefined)
    opened.catch(() => undefined)
    socket.on('error', () => undefined)
    const status = await Promise.race([refused, opened])
    return { socket, status }
  }

  const openingStatus = async (options?: ClientOptions & { path?: string }) => {
    const { socket, status } = await open(options)
    socket.terminate()
    return status
  }

  test('a page of our own opens one', async () => {
    expect(await openingStatus({ origin: app.url, headers: { cookie: app.admin.cookie } })).toBe(101)
  })

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])(
    'a page of %s does not',
    async (origin) => {
      expect(await openingStatus({ origin, headers: { cookie: app.admin.cookie } })).toBe(403)
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

  test('a frame of more than 1 MB closes it', async () => {
    const { socket } = await open()
    socket.send('x'.repeat(1024 * 1024 + 1))
    const [code] = (await once(socket, 'close')) as [number]
    expect(code).toBe(1009)
  })

  test.each([
    '[]',
    '[null]',
    '"x"',
    '{',
    '{"id":1}',
    '{"id":1,"method":"query","params":{"path":5}}',
    '\u0000',
  ])('the frame %j leaves the server alive', async (frame) => {
    const { socket } = await open()
    socket.send(frame)
    socket.send('{"id":9,"method":"query","params":{"path":"auth.status"}}')
    await Promise.race([once(socket, 'message'), once(socket, 'close')])
    socket.terminate()
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
  })

  test.each(['{"method":"connectionParams","data":{"token":{}}}', 'garbage', '[]'])(
    'connection parameters %j leave the server alive',
    async (frame) => {
      const { socket } = await open({ path: '/trpc?connectionParams=1' })
      socket.send(frame)
      socket.send('{"id":9,"method":"query","params":{"path":"auth.status"}}')
      await Promise.race([once(socket, 'message'), once(socket, 'close')])
      socket.terminate()
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
    },
  )

  test('calls work over one that showed a token', async () => {
    const { socket } = await open({ path: '/trpc?connectionParams=1' })
    socket.send(JSON.stringify({ method: 'connectionParams', data: { token: app.admin.token } }))
    socket.send('{"id":9,"method":"query","params":{"path":"auth.status"}}')
    const [data] = (await once(socket, 'message')) as [Buffer]
    socket.terminate()
    expect(JSON.parse(data.toString())).toMatchObject({
      id: 9,
      result: { data: { user: { email: app.admin.email } } },
    })
  })
})

test('an upgrade with a broken header is refused and the server lives', async () => {
  const { hostname, port } = new URL(app.url)
  const socket = connect(Number(port), hostname)
  socket.write(
    ['GET /trpc HTTP/1.1', `Host: ${hostname}`, 'Connection: Upgrade', 'Upgrade: websocket', '', ''].join(
      '\r\n',
    ),
  )
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
})

describe('stopping', () => {
  test('says goodbye to sockets, gives the port back, and a restart serves the same address', async () => {
    await using own = await createTestApp()
    const socket = new WebSocket(`${own.url.replace('http', 'ws')}/trpc`)
    await once(socket, 'open')
    const told = once(socket, 'message')
    const closed = once(socket, 'close')
    await own.stop()
    expect(JSON.parse(String((await told)[0]))).toEqual({ id: null, method: 'reconnect' })
    expect((await closed)[0]).toBe(1001)
    await expect(fetch(`${own.url}/healthz`)).rejects.toThrow()
    await own.restart()
    expect(await own.client.auth.status()).toMatchObject({ setupRequired: false, user: { role: 'admin' } })
  })

  test('a network that cuts every connection leaves the server as it was', async () => {
    await using own = await createTestApp()
    const socket = new WebSocket(`${own.url.replace('http', 'ws')}/trpc`)
    await once(socket, 'open')
    const closed = once(socket, 'close')
    own.cutConnections()
    expect((await closed)[0]).toBe(1006)
    expect(await own.client.auth.status()).toMatchObject({ user: { role: 'admin' } })
  })
})
