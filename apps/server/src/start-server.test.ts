import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../../test/create-test-app.ts'

let app: TestApp

beforeAll(async () => {
  app = await createTestApp({ CHATMORE_ALLOWED_ORIGINS: 'https://app.example.com' })
})
afterAll(() => app[Symbol.asyncDispose]())

describe('health', () => {
  test('healthz and readyz answer 200 while all is well', async () => {
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200)
  })
})

describe('headers', () => {
  test('a request id is taken from the caller, or given', async () => {
    const given = await fetch(`${app.url}/healthz`, { headers: { 'x-request-id': 'trace-42' } })
    expect(given.headers.get('x-request-id')).toBe('trace-42')
    const odd = await fetch(`${app.url}/healthz`, { headers: { 'x-request-id': 'a b"c' } })
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9A-Z]{26}$/)
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
