import type { Api } from '@chatmore/api/server'
import { createTestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../create-logger.ts'
import { readEnvironment } from '../env.ts'
import { createOriginPolicy } from '../origin-policy.ts'
import { startServer, type RunningServer } from '../start-server.ts'
import { createHttpApp } from './create-http-app.ts'
import type { StaticFile, StaticFiles } from './static-files.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' wss://chat.example.com",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

function createApp(publicUrl: string, files: StaticFiles) {
  return createHttpApp({
    api: {} as Api,
    files,
    publicUrl,
    originPolicy: createOriginPolicy({ publicUrl, allowedOrigins: [] }),
    readClientAddress: () => '127.0.0.1',
    onError: () => undefined,
    requestWithin: 1000,
    health: { ping: () => Promise.reject(new Error('away')), isStopping: () => false },
    log: createLogger('silent'),
  })
}

const file = (type: string, isHashed: boolean): StaticFile => ({
  ...{ type, isHashed, etag: '"1"' },
  bodies: { identity: new Uint8Array([120]) },
})

const files = new Map([
  ['/index.html', file('text/html', false)],
  ['/assets/app-1.js', file('text/javascript', true)],
])
const broken = {
  get(): StaticFile {
    throw new Error('the disk is on fire')
  },
} as unknown as StaticFiles

describe('over https', () => {
  test.each([
    ['the page', '/', files, 200, 'no-cache'],
    ['a page that a person reloads', '/sessions/1', files, 200, 'no-cache'],
    ['an asset that is gone', '/assets/app-0.js', files, 404, 'no-store'],
    ['what does not exist', '/metrics', files, 404, 'no-store'],
    ['the health', '/healthz', files, 200, 'no-store'],
    ['the health of a server without its database', '/readyz', files, 503, 'no-store'],
    ['an unexpected error', '/', broken, 500, 'no-store'],
  ])('%s comes with every header', async (...[, path, served, status, cacheControl]) => {
    const response = await createApp('https://chat.example.com', served).request(path, {
      headers: { accept: 'text/html' },
    })
    expect(response.status).toBe(status)
    const { 'permissions-policy': permissions, ...headers } = Object.fromEntries(response.headers)
    expect(headers).toMatchObject({
      'cache-control': cacheControl,
      'content-security-policy': POLICY,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'x-frame-options': 'DENY',
    })
    expect(permissions).toMatch(/^([a-z-]+=\(\), )+[a-z-]+=\(\)$/)
    for (const name of ['camera', 'geolocation', 'microphone', 'payment', 'usb']) {
      expect(permissions).toContain(`${name}=()`)
    }
  })
})

test('a file of the page brings no header that only a page heeds, since there are many of them', async () => {
  const response = await createApp('https://chat.example.com', files).request('/assets/app-1.js')
  expect(Object.fromEntries(response.headers)).toEqual({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-length': '1',
    'content-security-policy': "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    'content-type': 'text/javascript',
    'cross-origin-resource-policy': 'same-origin',
    etag: '"1"',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-request-id': expect.any(String),
  })
})

test('over http the page may open a socket by ws, and is not told to come by https', async () => {
  const response = await createApp('http://10.0.0.7:3000', files).request('/')
  expect(response.headers.get('content-security-policy')).toContain(
    "; connect-src 'self' ws://10.0.0.7:3000; ",
  )
  expect(response.headers.has('strict-transport-security')).toBe(false)
})

describe('of the real server', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let server: RunningServer

  beforeAll(async () => {
    database = await createTestDatabase()
    const environment = readEnvironment({
      DATABASE_URL: database.url,
      CHATMORE_SECRET: 'a secret of the tests, 32 bytes or more',
      CHATMORE_DEMO: 'off',
      PORT: '0',
      PUBLIC_URL: 'https://chat.example.com',
    })
    server = await startServer(environment, { log: createLogger('silent') })
  })
  afterAll(async () => {
    await server.close(0)
    await database[Symbol.asyncDispose]()
  })

  const post = (path: string, headers: Record<string, string> = {}, body = '{}') =>
    fetch(`${server.url}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://chat.example.com', ...headers },
      body,
    })

  test('answers of the API are never kept, whatever they say', async () => {
    const responses = [
      await fetch(`${server.url}/trpc/auth.status`),
      await fetch(`${server.url}/trpc/session.list`),
      await fetch(`${server.url}/trpc/nothing.here`),
      await post('auth.logout', { origin: 'https://evil.example' }),
      await post('auth.logout', { 'content-type': 'text/plain' }),
      await post('auth.login', {}, '{'),
    ]
    expect(responses.map(({ status }) => status)).toEqual([200, 401, 404, 403, 415, 400])
    for (const { headers } of responses) {
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toBe(POLICY)
      expect(headers.get('strict-transport-security')).toContain('max-age=31536000')
    }
  })

  test('the session’s cookie is for this host, this site and no script, and a log-out takes all away', async () => {
    const account = JSON.stringify({ email: 'ada@example.com', password: 'correct horse battery staple' })
    const registered = await post('auth.register', {}, account)
    const [cookie = '', ...others] = registered.headers.getSetCookie()
    expect(others).toEqual([])
    const [pair = '', ...flags] = cookie.split('; ')
    expect(pair).toMatch(/^__Host-cm_session=[A-Za-z0-9_-]{22,}$/)
    expect(flags.map((flag) => flag.replace(/^Max-Age=\d+$/, 'Max-Age')).sort()).toEqual([
      'HttpOnly',
      'Max-Age',
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ])
    expect(registered.headers.has('clear-site-data')).toBe(false)

    const left = await post('auth.logout', { cookie: pair })
    expect(left.status).toBe(200)
    expect(left.headers.get('clear-site-data')).toBe('"storage"')
    expect(left.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-cm_session=;.*Max-Age=0/)])
    expect((await post('auth.logout', { cookie: pair })).status).toBe(401)
  })
})
