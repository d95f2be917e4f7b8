import { request as httpRequest } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../../../test/create-test-app.ts'
import { connectRaw, sayRaw, toRequest } from '../testing/raw-connections.ts'

let app: TestApp

beforeAll(async () => {
  app = await createTestApp({}, { headersWithin: 500, requestWithin: 1000, uploadWithin: 2000 })
})
afterAll(() => app[Symbol.asyncDispose]())

const LOGIN = '/trpc/auth.login'

const post = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
  fetch(`${app.url}${path}`, {
    method: 'POST',
    body: '{}',
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  })

interface Failure {
  error: { message: string; data: { httpStatus: number; appError: { code: string } } }
}

/** The status and code of a refusal, in the one shape that all of them have and without a word of the inside. */
async function refusalOf(response: Response): Promise<[number, string]> {
  const text = await response.text()
  expect(text).not.toMatch(/"stack"|node_modules|\.ts:\d/)
  const { error } = JSON.parse(text) as Failure
  expect(error.message).not.toBe('')
  expect(error.data.httpStatus).toBe(response.status)
  return [response.status, error.data.appError.code]
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+) /.exec(answer)?.[1])

/** A body that the HTTP client would not send by itself. */
function stream(bytes: Buffer, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(`${app.url}${LOGIN}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked', ...headers },
    })
    outgoing.on('response', (incoming) => resolve(incoming.resume().statusCode))
    outgoing.on('error', reject)
    outgoing.end(bytes)
  })
}

describe('a body', () => {
  test('of more than 1 MB is refused, announced or not', async () => {
    const body = Buffer.alloc(1024 * 1024 + 1, 'x')
    expect(await refusalOf(await post(LOGIN, { body }))).toEqual([413, 'TOO_LARGE'])
    expect(await stream(body)).toBe(413)
  })

  test('of just that much is read', async () => {
    const body = JSON.stringify({ email: 'x'.repeat(1024 * 1024 - 30), password: 'y' })
    expect(await refusalOf(await post(LOGIN, { body }))).toEqual([400, 'INVALID_INPUT'])
  })

  test.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['cut off', '{"email":'],
    ['no JSON', 'email=a@b.example'],
    ['JSON of another kind', '[]'],
    ['JSON that is null', 'null'],
    ['ten thousand levels of lists', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['ten thousand levels of objects', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)],
    ['ten thousand levels that never end', '['.repeat(10_000)],
    ['not UTF-8', Buffer.from('7b22656d61696c223a22ff227d', 'hex')],
    ['cut within a character', Buffer.from('{"email":"é').subarray(0, -1)],
    ['half a surrogate pair', '{"email":"\\ud800@example.com","password":"long enough it is"}'],
    ['keys of prototypes', '{"__proto__":{"admin":true},"constructor":1}'],
  ])('that is %s is refused', async (_what, body) => {
    const [status, code] = await refusalOf(await post(LOGIN, { body }))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(['INVALID_INPUT', 'INVALID_CREDENTIALS']).toContain(code)
  })

  test('that is not UTF-8 is refused as such, not repaired', async () => {
    const response = await post(LOGIN, { body: Buffer.from('7b22656d61696c223a22ff227d', 'hex') })
    expect(((await response.json()) as Failure).error.message).toBe('the request is not valid UTF-8')
  })

  test('that is compressed is refused, so that none swells', async () => {
    const body = gzipSync(Buffer.alloc(50 * 1024 * 1024))
    const response = await post(LOGIN, { body, headers: { 'content-encoding': 'gzip' } })
    expect(await refusalOf(response)).toEqual([415, 'INVALID_INPUT'])
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'of type "%s", which a form could send, is refused',
    async (type) => {
      const response = await post('/trpc/auth.logout', { headers: { 'content-type': type } })
      expect(await refusalOf(response)).toEqual([415, 'INVALID_INPUT'])
    },
  )

  test.each([
    ['longer than announced', { 'content-length': 2 }, '{}GARBAGE'],
    ['of two lengths', { 'content-length': '2, 3' }, '{}'],
    ['of a negative length', { 'content-length': -1 }, '{}'],
    ['of a length that is no number', { 'content-length': 'two' }, '{}'],
    ['announced in both ways', { 'content-length': 2, 'transfer-encoding': 'chunked' }, '{}'],
    ['in broken chunks', { 'transfer-encoding': 'chunked' }, 'zz\r\n{}\r\n0\r\n\r\n'],
  ])('%s is answered by 400', async (_what, headers, body) => {
    const said = toRequest(`POST ${LOGIN}`, {
      'content-type': 'application/json',
      ...headers,
      connection: 'keep-alive',
    })
    expect(await sayRaw(app.url, said + body)).toMatch(/HTTP\/1\.1 400 /)
  })

  test('shorter than announced, or that comes too slowly, is answered by 408', async () => {
    const head = toRequest(`POST ${LOGIN}`, { 'content-type': 'application/json', 'content-length': 100 })
    expect(statusOf(await sayRaw(app.url, `${head}{"email":`))).toBe(408)
  })

  test('of a file has longer, but not for ever', async () => {
    const authorization = `Bearer ${app.admin.token}`
    const head = toRequest('POST /files?name=x.txt', { authorization, 'content-length': 100 })
    expect(statusOf(await sayRaw(app.url, `${head}a text`))).toBe(408)
  })
})

describe('a body for the relay', () => {
  const RELAY = '/v1/chat/completions'
  const headersOf = (more: Record<string, string | number>) => ({
    ...{ authorization: `Bearer ${app.admin.token}`, 'content-type': 'application/json', ...more },
  })

  test('that is compressed is refused in OpenAI’s shape, so that none swells', async () => {
    const headers = headersOf({ 'content-encoding': 'gzip' }) as Record<string, string>
    const response = await post(RELAY, { body: gzipSync(Buffer.alloc(50 * 1024 * 1024)), headers })
    expect([response.status, await response.json()]).toMatchObject([
      415,
      { error: { type: 'invalid_request_error', code: 'invalid_request' } },
    ])
  })

  test.each([
    { what: 'longer than announced', headers: { 'content-length': 2 }, body: '{}GARBAGE', status: 400 },
    { what: 'of a negative length', headers: { 'content-length': -1 }, body: '{}', status: 400 },
    {
      what: 'announced in both ways',
      headers: { 'content-length': 2, 'transfer-encoding': 'chunked' },
      body: '{}',
      status: 400,
    },
    {
      what: 'shorter than announced, or too slow',
      headers: { 'content-length': 100 },
      body: '{"model":',
      status: 408,
    },
    {
      what: 'announced as too large',
      headers: { 'content-length': 50 * 1024 * 1024 },
      body: '{"model":',
      status: 413,
    },
  ])('$what is answered by $status', async ({ headers, body, status }) => {
    const said = toRequest(`POST ${RELAY}`, { ...headersOf(headers), connection: 'keep-alive' })
    const told = await sayRaw(app.url, said + body)
    expect(told).toContain(`HTTP/1.1 ${status} `)
    if (status !== 400) expect(told).toContain('"type":"invalid_request_error"')
  })
})

describe('headers', () => {
  test.each([
    ['of 64 KB', { 'x-long': 'x'.repeat(64 * 1024) }],
    ['of 64 KB of cookies', { cookie: 'a=b; '.repeat(13_000) }],
    ['by the thousand', Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`x-header-${n}`, n]))],
  ])('%s are answered by 431, over HTTP and for sockets', async (_what, headers) => {
    expect(statusOf(await sayRaw(app.url, toRequest('GET /healthz', headers)))).toBe(431)
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', ...headers }
    expect(statusOf(await sayRaw(app.url, toRequest('GET /trpc', upgrade)))).toBe(431)
  })

  test('that never end are answered by 408', async () => {
    expect(statusOf(await sayRaw(app.url, 'GET /healthz HTTP/1.1\r\nhost: x\r\n'))).toBe(408)
  })

  test.each(['GARBAGE\r\n\r\n', 'FOO / HTTP/1.1\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', '\u0016\u0003\u0001'])(
    'in place of which %j comes are answered by 400',
    async (said) => {
      expect(statusOf(await sayRaw(app.url, `${said}\r\n\r\n`))).toBe(400)
    },
  )
})

describe('an address', () => {
  test.each([
    '/trpc/nothing.here',
    '/trpc/',
    '/trpc',
    '/trpc/auth',
    '/trpc/constructor',
    '/trpc/%',
    '/trpc/a,,b?batch=1',
  ])('%s below /trpc is refused in the API’s own shape', async (path) => {
    const response = await fetch(`${app.url}${path}`)
    expect([400, 404, 207]).toContain(response.status)
    expect(response.headers.get('content-type')).toContain('application/json')
    const body = (await response.json()) as Failure | Failure[]
    for (const { error } of [body].flat())
      expect(error.data.appError.code).toMatch(/^(NOT_FOUND|INVALID_INPUT)$/)
  })

  test.each(['/v1', '/v1/models', '/v1/chat/completions'])(
    '%s is refused in the shape of OpenAI’s API',
    async (path) => {
      for (const method of ['GET', 'POST']) {
        const response = await fetch(`${app.url}${path}`, { method })
        expect([401, 404, 405, 415]).toContain(response.status)
        expect(await response.json()).toEqual({
          error: expect.objectContaining({ message: expect.any(String), type: 'invalid_request_error' }),
        })
      }
    },
  )

  test.each(['//', '/\\', '/%00', '/?'.padEnd(8000, 'x'), '*', 'http://other.example/trpc/auth.status'])(
    '%.30s is answered',
    async (target) => {
      const status = statusOf(await sayRaw(app.url, toRequest(`GET ${target}`)))
      expect(status).toBeGreaterThanOrEqual(200)
      expect(status).toBeLessThan(500)
    },
  )
})

describe('a method', () => {
  test.each(['PUT', 'PATCH', 'DELETE', 'TRACE', 'CONNECT', 'PROPFIND', 'HEAD', 'OPTIONS'])(
    '%s does no harm',
    async (method) => {
      const answer = await sayRaw(
        app.url,
        toRequest(`${method} /trpc/auth.logout`, { cookie: app.admin.cookie }),
      )
      expect(answer).not.toMatch(/^HTTP\/1\.1 (200|5\d\d) /)
    },
  )

  test('GET runs no mutation', async () => {
    const response = await fetch(`${app.url}/trpc/auth.logout`, {
      headers: { cookie: app.admin.cookie, origin: app.url },
    })
    expect(await refusalOf(response)).toEqual([405, 'INVALID_INPUT'])
  })

  test('POST runs more calls in a batch than are served not at all', async () => {
    const paths = Array.from({ length: 21 }, () => 'auth.status').join(',')
    const response = await fetch(`${app.url}/trpc/${paths}?batch=1`)
    expect(response.status).toBe(400)
  })
})

describe('a page', () => {
  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://sub.127.0.0.1', undefined])(
    'of the origin %s may not use a cookie',
    async (origin) => {
      const headers = { cookie: app.admin.cookie, ...(origin !== undefined && { origin }) }
      const response = await post('/trpc/auth.logout', { headers })
      expect(await refusalOf(response)).toEqual([403, 'FORBIDDEN'])
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    },
  )
})

test('after all of this everyone is served, still signed in, and nothing unexpected was logged', async () => {
  const status = await fetch(`${app.url}/trpc/auth.status`, { headers: { cookie: app.admin.cookie } })
  expect(await status.json()).toMatchObject({ result: { data: { user: { email: app.admin.email } } } })
  expect(app.logLines.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([])
  const connection = await connectRaw(app.url)
  connection.destroy()
})
