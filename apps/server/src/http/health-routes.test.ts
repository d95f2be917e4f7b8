import { afterEach, expect, test, vi } from 'vitest'
import { healthRoutes } from './health-routes.ts'

afterEach(() => vi.useRealTimers())

const reachable = () => Promise.resolve()

test('healthz answers whatever the database does', async () => {
  const app = healthRoutes({ ping: () => Promise.reject(new Error('down')), isStopping: () => true })
  const response = await app.request('/healthz')
  expect(response.status).toBe(200)
})

test('readyz is 200 while the database answers', async () => {
  const response = await healthRoutes({ ping: reachable, isStopping: () => false }).request('/readyz')
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
})

test('readyz is 503 when the database refuses', async () => {
  const app = healthRoutes({ ping: () => Promise.reject(new Error('down')), isStopping: () => false })
  const response = await app.request('/readyz')
  expect([response.status, await response.json()]).toEqual([
    503,
    { status: 'unavailable', reason: 'database' },
  ])
})

test('readyz is 503 when the database does not answer in time', async () => {
  vi.useFakeTimers()
  const app = healthRoutes({ ping: () => new Promise(() => undefined), isStopping: () => false })
  const response = app.request('/readyz')
  await vi.advanceTimersByTimeAsync(2000)
  expect((await response).status).toBe(503)
})

test('readyz is 503 as soon as the server stops, so that nobody is sent here any more', async () => {
  const response = await healthRoutes({ ping: reachable, isStopping: () => true }).request('/readyz')
  expect([response.status, await response.json()]).toEqual([
    503,
    { status: 'unavailable', reason: 'stopping' },
  ])
})
