import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApi, type Caller, type TestApi } from '../testing/create-test-api.ts'
import { createRetention } from './create-retention.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const retention = { deletedDays: 30, rewoundDays: 365, auditDays: 730 }

let test: TestApi
let ada: Caller
let modelId: string
beforeAll(async () => {
  test = await createTestApi({ registration: 'open' })
  const { call, cookies } = test.connect()
  await call.auth.register({ email: 'ada@example.com', password: 'a long password' })
  const cookie = cookies[0]?.split(';')[0] ?? ''
  ada = test.connect({ headers: new Headers({ cookie }) }).call
  const endpoint = { name: 'M', provider: 'x', apiBase: 'http://127.0.0.1:9/v1', model: 'm' }
  modelId = (await ada.model.create(endpoint)).id
})
afterAll(() => test[Symbol.asyncDispose]())

async function ask(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  type Pool = { query(sql: string, values?: unknown[]): Promise<[Record<string, unknown>[]]> }
  return (await (test.database.db.$client as unknown as Pool).query(sql, values))[0]
}
const count = async (from: string, id: string) =>
  Number((await ask(`SELECT COUNT(*) AS count FROM ${from} = ?`, [id]))[0]?.count)

/** What the cleaner does so many days from now, on its own clock. */
async function cleanIn(days: number): Promise<void> {
  const now = () => new Date(Date.now() + days * DAY_MS)
  const failures: unknown[] = []
  const log = { debug() {}, info() {}, error() {}, warn: (...words: unknown[]) => void failures.push(words) }
  const schedule = () => () => {}
  const done = new Promise<void>((resolve) => {
    const cleaner = createRetention({
      ...{ database: test.database.db, log, retention, onAudit: () => {} },
      clock: { ...test.clock, now, schedule: () => (resolve(), schedule()) },
    })
    cleaner.start()
  })
  await done
  expect(failures).toEqual([])
}

/** A session whose windows have a turn each, that has ended. */
async function createSession() {
  const session = await ada.session.create({ windows: [{ modelId }, { modelId }] })
  const sent = { sessionId: session.id, content: 'Hello', clientMessageId: `of-${session.id}` }
  const { turns } = await ada.message.send(sent)
  await ada.message.stop({ sessionId: session.id })
  await expect
    .poll(() => count('messages WHERE lease_owner IS NOT NULL AND session_id', session.id), {
      timeout: 30_000,
    })
    .toBe(0)
  return { session, turns, windowIds: session.windows.map(({ id }) => id) }
}

it('removes what was deleted once it can be restored no more, and nothing else', async () => {
  const kept = await createSession()
  const deleted = await createSession()
  const partly = await createSession()
  await ada.session.remove({ id: deleted.session.id })
  await ada.window.remove({ id: partly.windowIds[0] ?? '' })
  await cleanIn(29)
  expect(await count('messages WHERE session_id', deleted.session.id)).toBe(4)
  expect(await count('chat_windows WHERE session_id', partly.session.id)).toBe(2)
  await cleanIn(31)
  for (const table of ['messages', 'chat_windows']) {
    expect(await count(`${table} WHERE session_id`, deleted.session.id)).toBe(0)
    expect(await count(`${table} WHERE session_id`, kept.session.id)).toBe(table === 'messages' ? 4 : 2)
    expect(await count(`${table} WHERE session_id`, partly.session.id)).toBe(table === 'messages' ? 2 : 1)
  }
  expect(await count('chat_sessions WHERE id', deleted.session.id)).toBe(0)
  await expect(ada.session.restore({ id: deleted.session.id })).rejects.toMatchObject({
    appCode: 'NOT_FOUND',
  })
  // The calls were made all the same, and lead nowhere.
  expect(await count('calls WHERE session_id', deleted.session.id)).toBe(0)
  expect(await ada.session.get({ id: partly.session.id })).toMatchObject({
    windows: [{ id: partly.windowIds[1] }],
  })
})

it('removes what was rewound once it can be brought back no more, and no place is given twice', async () => {
  const { session, windowIds } = await createSession()
  const [windowId = ''] = windowIds
  await ada.window.clear({ id: windowId })
  const places = async () =>
    (await ask('SELECT seq, content FROM messages WHERE window_id = ? ORDER BY seq', [windowId])) as {
      seq: number
      content: string
    }[]
  const before = await places()
  await cleanIn(364)
  expect(await places()).toEqual(before)
  expect((await ada.window.rewinds({ id: windowId })).items).toHaveLength(1)
  await cleanIn(366)
  expect((await places()).filter(({ content }) => content !== '')).toEqual([])
  expect((await ada.window.rewinds({ id: windowId })).items).toEqual([])
  await ada.message.send({ sessionId: session.id, content: 'Anew', clientMessageId: 'after-the-purge' })
  const [next] = (await places()).filter(({ content }) => content === 'Anew')
  expect(next?.seq).toBeGreaterThan(Math.max(...before.map(({ seq }) => seq)))
  expect(await count('messages WHERE window_id', windowIds[1] ?? '')).toBe(4)
})

it('removes old entries of the audit log, and leaves one that says so', async () => {
  const entries = async () => (await ada.audit.list({ limit: 100 })).items
  const before = await entries()
  await cleanIn(729)
  expect(await entries()).toEqual(before)
  // Made now, so that by a clock that is ahead they are all old; the note is of now as well, and the database's clock is the true one.
  await ask('UPDATE audit_log SET at = at - INTERVAL 731 DAY WHERE action = ?', ['user.registered'])
  await cleanIn(0)
  const after = await entries()
  expect(after.filter(({ action }) => action === 'user.registered')).toEqual([])
  expect(after.length).toBe(
    before.length - before.filter(({ action }) => action === 'user.registered').length + 1,
  )
  expect(after[0]).toMatchObject({ action: 'audit.trimmed', actorName: 'retention', actorId: null })
  await cleanIn(0)
  expect(await entries()).toEqual(after)
})
