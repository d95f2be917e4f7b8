import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createTestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../apps/server/src/create-logger.ts'
import { readEnvironment, type Variables } from '../apps/server/src/env.ts'
import { StartError } from '../apps/server/src/start-error.ts'
import { startServer } from '../apps/server/src/start-server.ts'
import { runServerProcess } from './start-server-process.ts'

const SECRET = 'a secret of the tests, 32 bytes or more'
const log = createLogger('silent')

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chatmore-start-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const start = (variables: Variables) => startServer(readEnvironment({ PORT: '0', ...variables }), { log })

/** The sentence of a start that fails, in a form that is shown without a stack trace. */
async function sentenceOf(variables: Variables): Promise<string> {
  const error: unknown = await start(variables).then(
    () => 'it started',
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StartError)
  return (error as StartError).message
}

/** A port that another program has, until it is disposed. */
async function takePort() {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  return { port, [Symbol.dispose]: () => void other.close() }
}

describe('a start that cannot succeed', () => {
  test.each([
    ['a bad value', { PORT: '80x' }, 'PORT is not a whole number from 0 to 65535.'],
    [
      'a database without a secret',
      { DATABASE_URL: 'mysql://user:hunter2@127.0.0.1/chatmore' },
      'CHATMORE_SECRET is required with DATABASE_URL',
    ],
  ])(
    'prints one sentence and no stack trace, and ends with 1: %s',
    async (...[, variables, sentence]) => {
      const { code, output } = await runServerProcess(variables)
      expect(output.trim().split('\n')).toHaveLength(1)
      expect(output).toMatch(/^\s*ChatMore cannot start\. /)
      expect(output).toContain(sentence)
      expect(code).toBe(1)
    },
    60_000,
  )

  test('names the port that another program has', async () => {
    using other = await takePort()
    expect(
      await sentenceOf({ PORT: String(other.port), CHATMORE_DATA_DIR: path.join(folder, 'port') }),
    ).toContain(`Port ${other.port} on 127.0.0.1 is taken by another program`)
  })

  test('names the host that is no address of this machine', async () => {
    expect(await sentenceOf({ HOST: '192.0.2.1', CHATMORE_DATA_DIR: path.join(folder, 'host') })).toBe(
      'HOST 192.0.2.1 is not an address of this machine.',
    )
  })

  test('names the data folder that cannot be one', async () => {
    const file = path.join(folder, 'file')
    await writeFile(file, '')
    expect(await sentenceOf({ CHATMORE_DATA_DIR: file })).toContain(
      `The data folder ${file} cannot be written`,
    )
  })

  test('names the data folder that another start uses, and leaves that one running', async () => {
    const dataDir = path.join(folder, 'shared')
    const first = await start({ CHATMORE_DATA_DIR: dataDir })
    const sentence = await sentenceOf({ CHATMORE_DATA_DIR: dataDir })
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
    await first.close()
    expect(sentence).toContain(dataDir)
    expect(sentence).toContain('in use by another ChatMore')
  }, 60_000)

  test('names the database that cannot be reached, without the password', async () => {
    const sentence = await sentenceOf({
      DATABASE_URL: 'mysql://user:hunter2@127.0.0.1:1/chatmore',
      CHATMORE_SECRET: SECRET,
    })
    expect(sentence).toContain('127.0.0.1:1 cannot be reached')
    expect(sentence).not.toContain('hunter2')
  })

  test('names the user whom the database refuses, without the password', async () => {
    await using database = await createTestDatabase()
    const url = new URL(database.url)
    url.username = 'nobody'
    url.password = 'hunter2'
    const sentence = await sentenceOf({ DATABASE_URL: url.href, CHATMORE_SECRET: SECRET })
    expect(sentence).toContain('refused user "nobody"')
    expect(sentence).not.toContain('hunter2')
  })

  test('says which step of a migration failed and why, and gives the port back', async () => {
    await using database = await createTestDatabase()
    await database.db.execute('DELETE FROM schema_migrations')
    using other = await takePort()
    const { port } = other
    other[Symbol.dispose]()
    const variables = { DATABASE_URL: database.url, CHATMORE_SECRET: SECRET, PORT: String(port) }
    expect(await sentenceOf(variables)).toMatch(/Step 1 of the migration failed: .*already exists/)
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  })
})
