import type { Api } from '@chatmore/api/server'
import { expect, test } from 'vitest'
import { createLogger } from '../create-logger.ts'
import { createOriginPolicy } from '../origin-policy.ts'
import { createHttpApp } from './create-http-app.ts'
import type { StaticFile, StaticFiles } from './static-files.ts'

function createApp(publicUrl: string, files: StaticFiles) {
  const lines: string[] = []
  const app = createHttpApp({
    api: {} as Api,
    files,
    publicUrl,
    originPolicy: createOriginPolicy({ publicUrl, allowedOrigins: [] }),
    readClientAddress: () => '127.0.0.1',
    onError: () => undefined,
    requestWithin: 1000,
    health: { ping: () => Promise.resolve(), isStopping: () => false },
    log: createLogger('info', { write: (line) => lines.push(line) }),
  })
  return { app, lines }
}

test('an error that nobody caught is answered with a ref and nothing else, and logged under it', async () => {
  const broken = {
    get(): StaticFile {
      throw new Error('the disk is on fire')
    },
  } as unknown as StaticFiles
  const { app, lines } = createApp('http://127.0.0.1:3000', broken)
  const response = await app.request('/index.html', { headers: { 'x-request-id': 'ref-7' } })
  expect(response.status).toBe(500)
  expect(response.headers.get('x-request-id')).toBe('ref-7')
  const text = await response.text()
  expect(text).not.toContain('fire')
  expect(JSON.parse(text)).toMatchObject({
    error: { message: 'internal error, ref ref-7', data: { appError: { code: 'INTERNAL', ref: 'ref-7' } } },
  })
  expect(lines.find((line) => line.includes('the disk is on fire'))).toContain('"requestId":"ref-7"')
})
