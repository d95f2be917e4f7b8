import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../../test/create-test-app.ts'
import { openSocket, type SocketAnswer, type TestSocket } from './testing/raw-connections.ts'

const CALLS_PER_SECOND = 2
const BURST = 4 * CALLS_PER_SECOND

let app: TestApp

beforeAll(async () => {
  app = await createTestApp({
    CHATMORE_CALLS_PER_SECOND: String(CALLS_PER_SECOND),
    CHATMORE_SOCKETS_PER_CALLER: '3',
    // Connections of this machine may say that they come from elsewhere.
    CHATMORE_TRUSTED_PROXIES: '127.0.0.1',
  })
})
afterAll(() => app[Symbol.asyncDispose]())

const call = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/trpc/${path}`, { headers })

async function openSignedIn(address: string): Promise<TestSocket> {
  const headers = { 'x-forwarded-for': address }
  const socket = await openSocket(app.url, { path: '/trpc?connectionParams=1', headers })
  if (socket.status === 101) socket.send({ method: 'connectionParams', data: { token: app.admin.token } })
  return socket
}

test('who calls too often is refused with the time to wait, over HTTP and sockets together', async () => {
  const headers = { authorization: `Bearer ${app.admin.token}` }
  const socket = await openSignedIn('198.51.100.1')
  const startedAt = performance.now()
  const responses = await Promise.all(Array.from({ length: 40 }, () => call('session.list', headers)))
  const refused = responses.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  expect(await refused[0]!.json()).toMatchObject({
    error: {
      message: 'too many calls: try again in a second',
      data: {
        code: 'TOO_MANY_REQUESTS',
        appError: { code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) },
      },
    },
  })

  const calls = Array.from({ length: 20 }, (_, id) => ({
    id,
    method: 'query',
    params: { path: 'session.list' },
  }))
  socket.send(calls)
  const answers: SocketAnswer[] = []
  while (answers.length < 20) answers.push((await socket.next()) as SocketAnswer)
  const passed = answers.filter(({ result }) => result !== undefined).length + 40 - refused.length
  const seconds = (performance.now() - startedAt) / 1000
  expect(passed).toBeLessThanOrEqual(BURST + CALLS_PER_SECOND * seconds)
  socket.socket.terminate()

  expect(
    (await call('session.list', { authorization: `Bearer ${(await app.createAccount()).token}` })).status,
  ).toBe(200)
})

test('nobody is counted by the address that they come from, whatever they say in its name', async () => {
  const from = (address: string) => call('auth.status', { 'x-forwarded-for': address })
  const statuses = await Promise.all(
    // What stands before the proxy's own entry is the caller's invention.
    Array.from({ length: 40 }, async (_, n) => (await from(`10.0.0.${n}, 198.51.100.7`)).status),
  )
  expect(statuses).toContain(429)
  expect((await from('198.51.100.8')).status).toBe(200)
})

test('an address has so many sockets and no more, until one is closed', async () => {
  const open = () => openSocket(app.url, { headers: { 'x-forwarded-for': '198.51.100.2' } })
  const sockets = [await open(), await open(), await open(), await open()]
  expect(sockets.map(({ status }) => status)).toEqual([101, 101, 101, 429])
  const others = await openSocket(app.url, { headers: { 'x-forwarded-for': '198.51.100.3' } })
  expect(others.status).toBe(101)
  sockets[0]!.socket.terminate()
  await vi.waitFor(async () => expect((await open()).status).toBe(101), { timeout: 10_000 })
  for (const { socket } of [...sockets, others]) socket.terminate()
})

test('a user has so many sockets and no more, wherever they come from', async () => {
  const sockets: TestSocket[] = []
  for (let n = 10; n < 14; n += 1) sockets.push(await openSignedIn(`198.51.100.${n}`))
  const refused = await Promise.race(sockets.map(async ({ closed }) => closed))
  expect(refused).toEqual({ code: 1008, reason: 'too many sockets of this user' })
  await vi.waitFor(() => {
    expect(sockets.filter(({ socket }) => socket.readyState === socket.OPEN)).toHaveLength(3)
  })
  for (const { socket } of sockets) socket.terminate()
})
