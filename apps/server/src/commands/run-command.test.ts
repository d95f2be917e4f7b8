import { openDatabase, type OpenDatabase } from '@chatmore/db'
import { createTestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestApp } from '../../../../test/create-test-app.ts'
import { createLogger } from '../create-logger.ts'
import { readEnvironment } from '../env.ts'
import { runCommand } from './run-command.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ CHATMORE_REGISTRATION: 'closed' })
})
afterAll(() => app[Symbol.asyncDispose]())

const log = createLogger('silent', { write: () => undefined })

/** Runs a command beside the server that uses the database, and gives what it prints. */
async function run(given: string[], url = app.database.url): Promise<string> {
  const printed: string[] = []
  const environment = readEnvironment({
    DATABASE_URL: url,
    CHATMORE_SECRET: 'a secret of the tests, 32 bytes or more',
    PUBLIC_URL: app.url,
  })
  await runCommand(given, { environment, log, write: (text) => printed.push(text) })
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

it.each([
  [['fly'], /There is no command "fly"[^]*create-admin <e-mail>/],
  [['toString'], /There is no command/],
  [['create-admin'], /Usage: npm run chatmore -- create-admin <e-mail>/],
  [['migrate', 'now'], /Usage: npm run chatmore -- migrate$/],
  [['create-admin', 'nobody'], /email: is not an e-mail address/],
  [['reset-password', 'nobody@example.com'], /a user with this e-mail address does not exist/],
])('says of %j what is wrong', async (given, message) => {
  await expect(run(given)).rejects.toThrow(message)
})
