import { removeUserData } from '@chatmore/db'
import { controlled } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestAccount, type TestApp } from './create-test-app.ts'
import { followSession } from './follow-session.ts'
import { registerAccount } from './register-account.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const pool = () =>
  app.database.db.$client as unknown as {
    query(sql: string, values?: unknown[]): Promise<[Record<string, unknown>[]]>
  }
const ask = async (sql: string, values: unknown[] = []) => (await pool().query(sql, values))[0]

/** Calls as a browser does that is signed in. */
async function callAs({ cookie }: TestAccount, path: string, input: object) {
  const headers = { 'content-type': 'application/json', origin: app.url, cookie }
  const body = JSON.stringify(input)
  const response = await fetch(`${app.url}/trpc/${path}`, { method: 'POST', headers, body })
  return { status: response.status, body: await response.text(), cookies: response.headers.getSetCookie() }
}

/** All rows of all tables that hold the text, as `table: row`. */
async function findEverywhere(text: string): Promise<string[]> {
  const tables = (await ask('SHOW TABLES')).map((row) => String(Object.values(row)[0]))
  const found = await Promise.all(
    tables.map(async (table) =>
      (await ask(`SELECT * FROM \`${table}\``))
        .filter((row) => JSON.stringify(row).includes(text))
        .map(() => table),
    ),
  )
  return found.flat()
}

const until = (holds: () => Promise<boolean>) => expect.poll(holds, { timeout: 30_000 }).toBe(true)

/** Someone with something of everything. */
async function createResident(secret = 'SOME') {
  const account = await app.createAccount()
  const { client } = account
  const { id: modelId } = await app.createModel()
  const file = await client.uploadFile(new Blob(['The same bytes as another’s']), `${secret}FILE.txt`)
  const session = await client.session.create({
    title: `${secret}TITLE`,
    windows: [{ modelId }, { modelId }],
  })
  const following = await followSession(client, session.id)
  const { turns, broadcastGroupId } = await client.message.send({
    ...{
      sessionId: session.id,
      content: `${secret}WORDS`,
      clientMessageId: 'of-a-resident',
      attachmentIds: [file.id],
    },
  })
  await following.ended(turns.map(({ assistantMessageId }) => assistantMessageId))
  await client.vote.cast({ broadcastGroupId, verdict: 'tie', note: `${secret}NOTE` })
  await client.window.clear({ id: turns[1]!.windowId })
  await client.template.create({ name: `${secret}TEMPLATE`, content: `${secret}PROMPT` })
  await client.lineUp.create({ name: `${secret}LINEUP`, windows: [{ modelId }] })
  await client.preference.update({ titleModelId: modelId })
  return { ...account, session, following, modelId }
}

interface Line {
  type: string
  [field: string]: unknown
}

async function exportAll({ token }: Pick<TestAccount, 'token'>): Promise<Line[]> {
  const response = await fetch(`${app.url}/account/export`, { headers: { authorization: `Bearer ${token}` } })
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="chatmore.jsonl"')
  const lines = (await response.text()).trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Line)
}

describe('who takes their data along', () => {
  it('gets all of it, what was rewound as well, and nothing of anyone else or that signs in', async () => {
    const eve = await createResident()
    const bob = await createResident()
    const lines = await exportAll(bob)
    const of = (type: string) => lines.filter((line) => line.type === type)
    expect(lines[0]).toMatchObject({ type: 'export', format: 1 })
    expect(lines.at(-1)).toEqual({ type: 'end', lines: lines.length - 1 })
    expect(of('account')).toEqual([{ type: 'account', ...bob.user }])
    expect(of('session').map(({ id }) => id)).toEqual([bob.session.id])
    expect(of('window').map(({ id }) => id)).toEqual(bob.session.windows.map(({ id }) => id))
    // Two inputs, two answers, and where a history was cleared.
    expect(of('message')).toHaveLength(5)
    expect(of('message').filter(({ archivedBy }) => archivedBy !== null)).toHaveLength(3)
    for (const type of ['preferences', 'apiKey', 'signIn', 'template', 'lineUp', 'vote', 'file']) {
      expect(of(type).length, type).toBe(1)
    }
    const bytes = of('filePart').map(({ base64 }) => Buffer.from(base64 as string, 'base64'))
    expect(Buffer.concat(bytes).toString()).toBe('The same bytes as another’s')
    expect(of('call').length).toBeGreaterThanOrEqual(2)
    const text = JSON.stringify(lines)
    for (const others of [eve.user.id, eve.session.id, eve.email, bob.token, eve.token, 'sk-model']) {
      expect(text).not.toContain(others)
    }
    const hashes = await ask('SELECT key_hash AS hash FROM api_keys UNION ALL SELECT id FROM auth_sessions')
    for (const { hash } of hashes) expect(text).not.toContain(hash)
    expect((await fetch(`${app.url}/account/export`)).status).toBe(401)
  })

  it('learns no model of a blind session by it', async () => {
    const carol = await app.createAccount()
    const { id: modelId, name } = await app.createModel({ name: 'Hidden model' })
    const windows = [{ modelId }, { modelId: (await app.createModel()).id }]
    const session = await carol.client.session.create({ windows, blind: true })
    const following = await followSession(carol.client, session.id)
    const sent = { sessionId: session.id, content: 'Who?', clientMessageId: 'a-blind-one' }
    const { turns } = await carol.client.message.send(sent)
    await following.ended(turns.map(({ assistantMessageId }) => assistantMessageId))
    following.stop()
    const lines = (await exportAll(carol)).filter(({ type }) => type !== 'end')
    expect(lines.filter(({ type }) => type === 'call')).toHaveLength(2)
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${modelId}|${name}`))
  })
})

describe('who deletes their account', () => {
  it('is signed out everywhere, and leaves sums and nothing of what was said', async () => {
    const other = await app.createAccount()
    const kept = await other.client.uploadFile(new Blob(['The same bytes as another’s']), 'mine.txt')
    const ada = await createResident('SECRET')
    const id = ada.user.id
    expect(await findEverywhere('SECRET')).toEqual(expect.arrayContaining(['messages', 'files', 'line_ups']))
    const [{ spent } = {}] = await ask('SELECT SUM(calls) AS spent FROM usage_daily')
    app.upstream.on('endless', controlled())
    const endless = await app.createModel({ model: 'endless' })
    const running = await ada.client.session.create({ windows: [{ modelId: endless.id }] })
    await ada.client.message.send({ sessionId: running.id, content: 'Go', clientMessageId: 'an-endless-one' })
    const stream = await app.upstream.nextStream({ model: 'endless' })

    expect(await callAs(ada, 'account.remove', { password: 'a guess of someone' })).toMatchObject({
      status: 400,
    })
    const removed = await callAs(ada, 'account.remove', { password: ada.password })
    expect(removed).toMatchObject({ status: 200, cookies: [expect.stringContaining('Max-Age=0') as string] })
    await stream.closed
    // The watch is told within five seconds that nobody may follow it any more.
    expect(await ada.following.over).not.toBeNull()
    expect((await callAs(ada, 'session.create', { windows: [] })).status).toBe(401)
    await expect(ada.client.session.list()).rejects.toThrow()
    await expect(app.anonymous.auth.login({ email: ada.email, password: ada.password })).rejects.toThrow()
    // The address is free.
    const again = await registerAccount(app.url, ada.email)
    expect(again.user.id).not.toBe(id)

    await until(async () => (await findEverywhere('SECRET')).length === 0)
    const headers = { authorization: `Bearer ${other.token}` }
    const file = await fetch(`${app.url}/files/${kept.id}`, { headers })
    expect(await file.text()).toBe('The same bytes as another’s')
    // What was begun may still be ending; the account's row is the last to go.
    expect(await ask('SELECT email, nickname FROM users WHERE id = ?', [id])).toEqual([
      { email: expect.stringMatching(/@removed\.invalid$/) as string, nickname: '' },
    ])
    // Whoever sees the calls meanwhile sees them as nobody's already.
    const seen = await app.client.callLog.list({ userId: id })
    expect(seen.items.length).toBeGreaterThanOrEqual(3)
    expect(new Set(seen.items.map(({ userName }) => userName))).toEqual(new Set([null]))
    await ask('UPDATE users SET removed_at = removed_at - INTERVAL 1 HOUR WHERE id = ?', [id])
    await until(() => removeUserData(app.database.db, id))
    expect(new Set(await findEverywhere(id))).toEqual(
      new Set(['audit_log', 'calls', 'usage_daily', 'usage_times']),
    )
    expect(await findEverywhere(ada.email)).not.toContain('calls')
    const calls = await ask('SELECT * FROM calls WHERE user_id = ?', [id])
    expect(calls.length).toBeGreaterThanOrEqual(3)
    for (const call of calls) {
      expect(call).toMatchObject({ session_id: null, message_id: null, error_detail: null })
      expect(await ask('SELECT 1 FROM call_bodies WHERE call_id = ?', [call.id])).toEqual([])
    }
    const [{ spent: after } = {}] = await ask('SELECT SUM(calls) AS spent FROM usage_daily')
    expect(Number(after)).toBeGreaterThanOrEqual(Number(spent))
    const { items } = await app.client.audit.list({ action: 'user.removed' })
    expect(items[0]).toMatchObject({ targetId: id, targetName: ada.email, actorId: id })
    // Administrators see that the calls were made, and by nobody.
    const log = await app.client.callLog.list({ userId: id })
    expect(log.items.map(({ userName }) => userName)).toEqual(calls.map(() => null))
  })

  it('cannot be the last administrator', async () => {
    const refused = await callAs(app.admin, 'account.remove', { password: app.admin.password })
    expect(refused).toMatchObject({ status: 409, body: expect.stringContaining('LAST_ADMIN') as string })
    await expect(app.client.session.list()).resolves.toBeDefined()
  })
})

describe('an administrator', () => {
  it('deletes the account of another, suspended or not, once', async () => {
    const bob = await app.createAccount()
    await callAs(app.admin, 'user.update', { id: bob.user.id, suspended: true })
    expect(await callAs(app.admin, 'user.remove', { id: bob.user.id })).toMatchObject({ status: 200 })
    expect(await callAs(app.admin, 'user.remove', { id: bob.user.id })).toMatchObject({ status: 404 })
    await expect(bob.client.session.list()).rejects.toThrow()
    const { items } = await app.client.user.list({ search: bob.email })
    expect(items).toEqual([])
  })

  it('deletes their own on its own page alone, by their password', async () => {
    const refused = await callAs(app.admin, 'user.remove', { id: app.admin.user.id })
    expect(refused).toMatchObject({ status: 409, body: expect.stringContaining('own account') as string })
  })
})
