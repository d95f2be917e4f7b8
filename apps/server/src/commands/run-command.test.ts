import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openDatabase, type OpenDatabase } from '@chatmore/db'
import { createTestDatabase } from '@chatmore/db/testing'
import { answer } from '@chatmore/llm/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestApp } from '../../../../test/create-test-app.ts'
import { waitUntilIdle } from '../../../../test/database-fingerprint.ts'
import { followSession } from '../../../../test/follow-session.ts'
import { createLogger } from '../create-logger.ts'
import { readEnvironment } from '../env.ts'
import { runCommand } from './run-command.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ CHATMORE_REGISTRATION: 'closed' })
})
afterAll(() => app[Symbol.asyncDispose]())

const log = createLogger('silent', { write: () => undefined })

const folder = mkdtempSync(join(tmpdir(), 'chatmore-commands-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a command beside the server that uses the database, and gives what it prints. */
async function run(given: string[], url = app.database.url): Promise<string> {
  const printed: string[] = []
  const environment = readEnvironment({
    DATABASE_URL: url,
    CHATMORE_SECRET: 'a secret of the tests, 32 bytes or more',
    PUBLIC_URL: app.url,
  })
  const write = (text: string) => void printed.push(text)
  expect(await runCommand(given, { environment, log, write, folder })).toBe(0)
  return printed.join('')
}

/** Follows the link that was printed as its page does, and gives the user who then is signed in. */
async function setPassword(printed: string) {
  const token = new RegExp(`^${app.url}/reset-password#([\\w-]{43})$`, 'm').exec(printed)?.[1] ?? ''
  return (await app.anonymous.auth.resetPassword({ token, password: 'a new long password' })).user
}

it('makes an administrator of nobody and of a user, suspended or not, by a link for their password', async () => {
  const printed = await run(['create-admin', ' Grace@Example.com '])
  expect(printed).toContain('There is a new administrator.')
  expect(await setPassword(printed)).toMatchObject({ email: 'grace@example.com', role: 'admin' })
  const pool = app.database.db.$client as unknown as { query(sql: string): Promise<unknown> }
  await pool.query(
    "UPDATE users SET role = 'user', suspended_at = UTC_TIMESTAMP(3) WHERE email LIKE 'grace%'",
  )
  const again = await run(['create-admin', 'grace@example.com'])
  expect(again).toContain('This user is an administrator now.')
  expect(await setPassword(again)).toMatchObject({ role: 'admin' })
  const { items } = await app.client.audit.list({ search: 'grace' })
  expect(items.filter(({ actorName }) => actorName === 'command line').map(({ action }) => action)).toEqual(
    expect.arrayContaining(['user.registered', 'user.roleChanged', 'user.restored', 'password.resetCreated']),
  )
})

it('prints a link by which a user sets another password', async () => {
  expect(await setPassword(await run(['reset-password', app.admin.email]))).toEqual(app.admin.user)
})

it('brings an empty database up to date', async () => {
  await using database = await createTestDatabase()
  const url = new URL(database.url)
  url.pathname += '_empty'
  expect(await run(['migrate'], url.href)).toBe('The database is up to date.\n')
  const opened: OpenDatabase = openDatabase(url.href)
  const pool = opened.db.$client as unknown as { query(sql: string): Promise<[unknown[]]> }
  expect((await pool.query('SELECT id FROM audit_log'))[0]).toEqual([])
  await pool.query(`DROP DATABASE \`${url.pathname.slice(1)}\``)
  await opened.close()
})

/** Opens the database beside the app's that `restore` made, for as long as `work` takes. */
async function inRestored<T>(url: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const opened: OpenDatabase = openDatabase(url)
  const pool = opened.db.$client as unknown as { query(sql: string): Promise<[Record<string, unknown>[]]> }
  try {
    return await work(async (sql) => (await pool.query(sql))[0])
  } finally {
    await pool.query(`DROP DATABASE \`${new URL(url).pathname.slice(1)}\``)
    await opened.close()
  }
}
type Ask = (sql: string) => Promise<Record<string, unknown>[]>

const restoredUrl = (name: string) => {
  const url = new URL(app.database.url)
  url.pathname += name
  return url.href
}

it('backs up one moment of a server at work, which restores as it was', async () => {
  app.upstream.on('busy', answer(['a 🦊', ' is', ' here']))
  const { id: modelId } = await app.createModel({ model: 'busy', apiKey: 'sk-CANARY-backup' })
  const windows = Array.from({ length: 4 }, () => ({ modelId }))
  const session = await app.client.session.create({ windows })
  const send = async (turn: number) => {
    const clientMessageId = `backup-turn-${turn}`
    const { turns } = await app.client.message.send({
      sessionId: session.id,
      content: 'Go on',
      clientMessageId,
    })
    await following.ended(turns.map(({ assistantMessageId }) => assistantMessageId))
  }
  const following = await followSession(app.client, session.id)
  await send(0)
  let isOver = false
  const sendOn = async () => {
    for (let turn = 1; !isOver; turn++) await send(turn)
  }
  const backUp = async () => {
    for (const file of ['first', 'second']) expect(await run(['backup', file])).toContain(`${file} has`)
    isOver = true
  }
  await Promise.all([backUp(), sendOn()])
  following.stop()
  expect(gunzipSync(readFileSync(join(folder, 'second'))).toString()).not.toContain('CANARY')
  const url = restoredUrl('_busy')
  expect(await run(['restore', 'second'], url)).toContain('doctor')
  await inRestored(url, async (ask) => {
    const [counts] = await ask(`SELECT (SELECT COUNT(*) FROM calls) AS calls,
      (SELECT COUNT(*) FROM messages WHERE role = 'assistant' AND lease_owner IS NULL) AS ended,
      (SELECT COUNT(*) FROM messages WHERE role = 'assistant') AS answers,
      (SELECT COUNT(*) FROM messages WHERE role = 'user') AS inputs`)
    // Each pair is written by one transaction, and its tables are read one after another.
    expect(counts).toMatchObject({ calls: counts?.ended, answers: counts?.inputs })
    expect(counts?.calls).toBeGreaterThanOrEqual(windows.length)
  })
})

it('restores a quiet database to the same rows', async () => {
  await waitUntilIdle(app)
  await run(['backup', 'quiet'])
  const url = restoredUrl('_quiet')
  await run(['restore', 'quiet'], url)
  await expect(run(['restore', 'quiet'], url)).rejects.toThrow('add --replace')
  await inRestored(url, async (ask) => {
    const names = (await ask('SHOW TABLES')).map((row) => Object.values(row)[0] as string)
    const checksums = async (database: string) =>
      (await ask(`CHECKSUM TABLE ${names.map((name) => `\`${database}\`.\`${name}\``).join(', ')}`))
        .filter(({ Table }) => !String(Table).endsWith('.schema_migrations'))
        .map(({ Table, Checksum }) => [String(Table).split('.')[1], Checksum])
    const [original, copy] = [app.database.url, url].map((address) => new URL(address).pathname.slice(1))
    expect(await checksums(copy ?? '')).toEqual(await checksums(original ?? ''))
  })
})

it.each([
  [['fly'], /There is no command "fly"[^]*create-admin <e-mail>/],
  [['toString'], /There is no command/],
  [['create-admin'], /Usage: npm run chatmore -- create-admin <e-mail>/],
  [['backup', '--json', 'x'], /Usage: npm run chatmore -- backup <file>$/],
  [['restore'], /Usage: npm run chatmore -- restore <file> \[--replace\]$/],
  [['restore', 'none'], /The file .*none does not exist/],
  [['migrate', 'now'], /Usage: npm run chatmore -- migrate$/],
  [['create-admin', 'nobody'], /email: is not an e-mail address/],
  [['reset-password', 'nobody@example.com'], /a user with this e-mail address does not exist/],
])('says of %j what is wrong', async (given, message) => {
  await expect(run(given)).rejects.toThrow(message)
})
