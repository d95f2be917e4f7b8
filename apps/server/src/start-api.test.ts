import { createTestDatabase } from '@chatmore/db/testing'
import { expect, test } from 'vitest'
import { createTestApp } from '../../../test/create-test-app.ts'
import { startTcpProxy } from '../../../test/faults/support/tcp-proxy.ts'
import { toDatabaseTarget, toProxiedUrl } from '../../../test/faults/support/to-database-target.ts'

test('a model’s address leads to no database of the server’s own', async () => {
  await using database = await createTestDatabase()
  await using proxy = await startTcpProxy(toDatabaseTarget(database.url))
  await using app = await createTestApp({ DATABASE_URL: toProxiedUrl(database.url, proxy.port) })
  for (const host of ['127.0.0.1', '2130706433', 'localhost']) {
    const apiBase = `http://${host}:${proxy.port}/v1`
    expect(await app.client.model.test({ apiBase, model: 'm' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('may not call the address'),
    })
  }
})
