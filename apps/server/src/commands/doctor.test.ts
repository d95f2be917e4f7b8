import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestApp } from '../../../../test/create-test-app.ts'
import { createLogger } from '../create-logger.ts'
import { checkDatabase } from '../doctor/check-database.ts'
import { describeRoom } from '../doctor/check-folder.ts'
import type { Finding } from '../doctor/finding.ts'
import { readEnvironment, type Variables } from '../env.ts'
import { runCommand } from './run-command.ts'

const secret = 'a secret of the tests, 32 bytes or more'

let app: TestApp
const folder = mkdtempSync(join(tmpdir(), 'chatmore-doctor-'))
beforeAll(async () => {
  app = await createTestApp()
  await app.createModel({ apiKey: 'sk-CANARY-doctor' })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const password = () => new URL(app.database.url).password

/** Examines the app's database by the variables given, in JSON, and looks that no secret is said. */
async function examine(variables: Variables = {}) {
  const printed: string[] = []
  const usual = { DATABASE_URL: app.database.url, CHATMORE_SECRET: secret, CHATMORE_DATA_DIR: folder }
  const exitCode = await runCommand(['doctor', '--json'], {
    environment: readEnvironment({ ...usual, PUBLIC_URL: app.url, ...variables }),
    log: createLogger('silent', { write: () => undefined }),
    write: (text) => void printed.push(text),
    folder,
  })
  const text = printed.join('')
  for (const hidden of [secret, password(), 'CANARY', 'another secret']) expect(text).not.toContain(hidden)
  const findings = JSON.parse(text) as Finding[]
  return { exitCode, of: (name: string) => findings.find(({ check }) => check === name), findings }
}

it('finds all well where it is', async () => {
  const { exitCode, findings } = await examine()
  expect(exitCode).toBe(0)
  expect(findings.map(({ check }) => check)).toEqual([
    'data folder',
    'database',
    'schema',
    'text',
    'statements',
    'clock',
    'secret',
    'address',
  ])
  expect(findings.filter(({ state, check }) => state !== 'ok' && check !== 'data folder')).toEqual([])
})

it('fails where the secret is another, and says what to do where the one before is known', async () => {
  const lost = await examine({ CHATMORE_SECRET: 'another secret of 32 bytes or more' })
  expect(lost).toMatchObject({ exitCode: 1 })
  expect(lost.of('secret')?.says).toMatch(/^1 stored keys need the secret [0-9a-f]{8}, and this one is/)
  const changed = await examine({
    CHATMORE_SECRET: 'another secret of 32 bytes or more',
    CHATMORE_SECRET_PREVIOUS: secret,
  })
  expect(changed).toMatchObject({ exitCode: 0 })
  expect(changed.of('secret')).toMatchObject({
    state: 'warn',
    says: expect.stringContaining('rotate-keys') as string,
  })
})

it('fails where the database is away, and goes on with the rest', async () => {
  const away = new URL(app.database.url)
  away.pathname = '/chatmore_nowhere'
  const { exitCode, of } = await examine({ DATABASE_URL: away.href })
  expect(exitCode).toBe(1)
  expect(of('database')).toMatchObject({
    state: 'fail',
    says: expect.stringContaining('has no database') as string,
  })
  expect(of('address')).toMatchObject({ state: 'ok' })
})

it('warns of a folder that is not there yet, of an address that nobody answers at or that is not encrypted', async () => {
  const { of } = await examine({ PUBLIC_URL: 'http://127.0.0.1:9' })
  expect(of('address')).toMatchObject({ state: 'warn' })
  expect((await examine({ PUBLIC_URL: 'http://chat.example.com' })).of('address')?.says).toContain(
    'not encrypted',
  )
  expect((await examine({ PUBLIC_URL: '', HOST: '0.0.0.0' })).of('address')).toMatchObject({ state: 'warn' })
  const empty = await examine({ DATABASE_URL: '', CHATMORE_DATA_DIR: join(folder, 'new') })
  expect(empty.exitCode).toBe(0)
  expect(empty.of('database')).toMatchObject({ state: 'warn' })
})

it('says it in lines for people, too', async () => {
  const printed: string[] = []
  await runCommand(['doctor'], {
    environment: readEnvironment({
      DATABASE_URL: app.database.url,
      CHATMORE_SECRET: secret,
      CHATMORE_DATA_DIR: folder,
    }),
    log: createLogger('silent', { write: () => undefined }),
    write: (text) => void printed.push(text),
    folder,
  })
  expect(printed.join('')).toMatch(/^ok {4}schema {7}All migrations are applied\.$/m)
})

const well = {
  version: '10.11.6-MariaDB',
  charset: 'utf8mb4',
  mostBytes: 2 ** 26,
  clockAheadMs: 20,
  isRestoreUnfinished: false,
  migrations: { missing: 0, unknown: 0 },
  sealed: new Map<string, number>(),
}

it.each([
  [{}, null],
  [{ version: '8.4.3' }, null],
  [{ version: '10.5.9-MariaDB' }, ['database', 'warn']],
  [{ version: '5.7.44' }, ['database', 'warn']],
  [{ charset: 'latin1' }, ['text', 'warn']],
  [{ mostBytes: 1024 }, ['statements', 'warn']],
  [{ clockAheadMs: -61_000 }, ['clock', 'warn']],
  [{ isRestoreUnfinished: true }, ['schema', 'fail']],
  [{ migrations: { missing: 2, unknown: 0 } }, ['schema', 'warn']],
  [{ migrations: { missing: 0, unknown: 1 } }, ['schema', 'fail']],
])('of a database that is %j', (changes, expected) => {
  const bad = checkDatabase({ ...well, ...changes }).filter(({ state }) => state !== 'ok')
  expect(bad.map(({ check, state }) => [check, state])).toEqual(expected === null ? [] : [expected])
})

it('tells of a disk that is full, or nearly', () => {
  expect(describeRoom('/data', 10 ** 12).state).toBe('ok')
  expect(describeRoom('/data', 10 ** 9).state).toBe('warn')
  expect(describeRoom('/data', 10 ** 7).state).toBe('fail')
})
