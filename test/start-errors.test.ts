import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '@chatmore/db/testing'
import { runServerProcess, startServerProcess, type FinishedProcess } from './start-server-process.ts'

const SECRET = 'a secret of the tests, 32 bytes or more'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chatmore-start-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** One sentence for people: no stack trace, no JSON. */
function expectSentence({ code, output }: FinishedProcess, sentence: string | RegExp) {
  expect(output).toMatch(sentence)
  expect(output).toMatch(/^\s*ChatMore cannot start\. /m)
  expect(output).not.toMatch(/^\s+at /m)
  expect(code).toBe(1)
}

describe.concurrent('a start that cannot succeed says why in one sentence and ends with 1', () => {
  test('a bad value', async () => {
    expectSentence(await runServerProcess({ PORT: '80x' }), 'PORT is not a whole number from 0 to 65535.')
  })

  test('a port that another program has', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const result = await runServerProcess({
      PORT: String(port),
      CHATMORE_DATA_DIR: path.join(folder, 'port'),
    })
    other.close()
    expectSentence(result, `Port ${port} on 127.0.0.1 is taken by another program`)
  })

  test('a host that is no address of this machine', async () => {
    const result = await runServerProcess({ HOST: '192.0.2.1', CHATMORE_DATA_DIR: path.join(folder, 'host') })
    expectSentence(result, 'HOST 192.0.2.1 is not an address of this machine.')
  })

  test('a data folder that cannot be one', async () => {
    const file = path.join(folder, 'file')
    await writeFile(file, '')
    expectSentence(
      await runServerProcess({ CHATMORE_DATA_DIR: file }),
      `The data folder ${file} cannot be written`,
    )
  })

  test('a data folder that another start uses', async () => {
    const dataDir = path.join(folder, 'shared')
    const first = await startServerProcess({ CHATMORE_DATA_DIR: dataDir })
    const second = await runServerProcess({ CHATMORE_DATA_DIR: dataDir })
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
    await first.stop()
    expectSentence(second, dataDir)
    expect(second.output).toMatch(/in use|used by/)
  })

  test('a database that cannot be reached', async () => {
    const result = await runServerProcess({
      DATABASE_URL: 'mysql://user:hunter2@127.0.0.1:1/chatmore',
      CHATMORE_SECRET: SECRET,
    })
    expectSentence(result, /127\.0\.0\.1:1 cannot be reached/)
    expect(result.output).not.toContain('hunter2')
  })

  test('a database that refuses the user', async () => {
    await using database = await createTestDatabase()
    const url = new URL(database.url)
    url.username = 'nobody'
    url.password = 'hunter2'
    const result = await runServerProcess({ DATABASE_URL: url.href, CHATMORE_SECRET: SECRET })
    expectSentence(result, 'refused user "nobody"')
    expect(result.output).not.toContain('hunter2')
  })

  test('a migration that fails', async () => {
    await using database = await createTestDatabase()
    await database.db.execute('DELETE FROM schema_migrations')
    const result = await runServerProcess({ DATABASE_URL: database.url, CHATMORE_SECRET: SECRET })
    expectSentence(result, /Step 1 of the migration failed: .*already exists/)
  })
})
