import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { parseAppError } from '@chatmore/api/client'
import { startTestServer, type TestServer } from '@chatmore/db/testing'
import { openDatabase, transact, type Database } from '@chatmore/db'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { answersTo } from './support/recording-client.ts'
import { startRig, type Rig } from './support/start-rig.ts'
import { waitFor } from './support/wait-for.ts'

/** These happen to the database server itself, so they come one after the other. */
let database: TestServer
let rig: Rig

beforeAll(async () => {
  database = await startTestServer({ hasPort: true, durability: 'full' })
  rig = await startRig(database.url)
}, 120_000)
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await database.stop()
}, 120_000)

const statuses = (answers: { status: string }[]) => answers.map(({ status }) => status)
const statusOf = async (path: string) => (await fetch(`${rig.server.url}${path}`)).status
const isReady = async () => (await statusOf('/readyz')) === 200
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'it succeeded',
    (error: unknown) => parseAppError(error)?.code,
  )

/** An answer of which the watcher has been shown the first hundred words. */
async function startHeldAnswer(key: string) {
  const session = await rig.createSession()
  const client = rig.connect()
  const following = await client.watch(session.id)
  const ids = answersTo(await client.send(session.id, { key, words: 300, everyMs: 0, holdAt: 100 }))
  const until = (words: number) =>
    following.until(({ messages }) => ids.every((id) => messages[id]?.content.endsWith(`.${words - 1} `)))
  await until(100)
  return { session, following, ids, until }
}

test('F13: while the database stands still, calls are answered, streams go on, and all is well afterwards', async () => {
  const { session, following, ids, until } = await startHeldAnswer('f13')
  const { client } = rig.connect()
  const sender = rig.connect()
  await database.pause()
  const sending = sender.send(session.id, { key: 'f13-meanwhile', words: 1, everyMs: 0 })
  const listing = codeOf(client.session.list({}))
  rig.upstream.release('f13', 200)
  await until(200)
  expect(['BUSY', 'UNAVAILABLE']).toContain(await listing)
  const { error } = await sending
  expect(['BUSY', 'UNAVAILABLE']).toContain(parseAppError(error)?.code)
  expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503])
  database.resume()
  await waitFor('the server is ready again', isReady)
  rig.upstream.release('f13')
  expect(statuses(await following.ended(ids))).toEqual(['done', 'done'])
  await rig.settled(session)
  expect(await rig.check(session)).toEqual([])
}, 120_000)

test('F11: over a restart of the database no answer is lost and sends wait until it is back', async () => {
  const { session, following, ids, until } = await startHeldAnswer('f11')
  const client = rig.connect(rig.front, { sendRetryMs: 60_000 })
  await database.shutDown()
  const other = rig.createSession().catch((error: unknown) => parseAppError(error)?.code)
  expect(await other).toBe('UNAVAILABLE')
  rig.upstream.release('f11', 200)
  await until(200)
  rig.upstream.release('f11')
  await until(300)
  await database.start()
  expect(statuses(await following.ended(ids))).toEqual(['done', 'done'])
  answersTo(await client.send(session.id, { key: 'f11-after', words: 20, everyMs: 1 }))
  expect(statuses(await rig.settled(session))).toEqual(['done', 'done', 'done', 'done'])
  expect(await isReady()).toBe(true)
  expect(await rig.check(session)).toEqual([])
}, 120_000)

test('F12: kill -9 of the database loses no message that was acknowledged', async () => {
  const sessions = await Promise.all(Array.from({ length: 12 }, () => rig.createSession()))
  const client = rig.connect()
  let acknowledged = 0
  const sending = sessions.map(async ({ id }, index) => {
    const record = await client.send(id, { key: `f12-${index}`, words: 50, everyMs: 1 })
    if (record.outcome === 'ok') acknowledged += 1
    return record
  })
  await waitFor('some are acknowledged', () => acknowledged >= 4)
  await database.kill()
  await database.start()
  await Promise.all(sending)
  await waitFor('the server is ready again', isReady)
  for (const session of sessions) await rig.settled(session)
  expect(await rig.check(...sessions)).toEqual([])
}, 120_000)

test('F15: in a storm of deadlocks every send is written once, or told to be busy and then written', async () => {
  const session = await rig.createSession()
  const client = rig.connect()
  const { db, close } = openDatabase(database.url)
  await database.administer('SET GLOBAL innodb_snapshot_isolation = ON').catch(() => undefined)
  const countDeadlocks = async () => {
    const [row] = await database.administer("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")
    return Number(row?.['Value'] ?? 0)
  }
  const before = await countDeadlocks()
  const storm = new AbortController()
  onTestFinished(() => storm.abort())
  const orders = [
    ['messages', 'chat_windows', 'chat_sessions'],
    ['chat_sessions', 'chat_windows', 'messages'],
  ]
  const writers = orders.map(async (tables) => {
    const lockAll = async ({ $client }: Database) => {
      for (const table of tables) {
        const column = table === 'chat_sessions' ? 'id' : 'session_id'
        await $client.query(`SELECT id FROM ${table} WHERE ${column} = ? FOR UPDATE`, [session.id])
      }
    }
    // The victims of a deadlock try again.
    while (!storm.signal.aborted) {
      await transact(db, lockAll).catch(() => undefined)
      await delay(Math.random() * 30)
    }
  })
  for (let index = 0; index < 10 || (await countDeadlocks()) === before; index++) {
    const record = await client.send(session.id, { key: `f15-${index}`, words: 5, everyMs: 0 })
    while (record.outcome !== 'ok') {
      expect(parseAppError(record.error)?.code).toBe('BUSY')
      await client.sendAgain(record)
    }
    await rig.settled(session)
  }
  storm.abort()
  await Promise.all(writers)
  await close()
  expect(await rig.check(session)).toEqual([])
}, 120_000)

/** The one that counts among them. */
async function countConnections(): Promise<number> {
  return (await database.administer('SHOW PROCESSLIST')).length
}

/** Connections that never say who they are count like any other. The database refuses the first that is one too many. */
async function takeAllConnections(): Promise<Socket[]> {
  const { port } = new URL(database.url)
  const hogs: Socket[] = []
  for (let isRefused = false; !isRefused;) {
    const hog = createConnection({ port: Number(port), host: '127.0.0.1' })
    hogs.push(hog)
    const [greeting] = (await once(hog, 'data')) as [Buffer]
    hog.on('error', () => undefined)
    isRefused = greeting[4] === 0xff
  }
  return hogs
}

test('F16: while others have all connections of the database, calls are told so, and then it goes on', async () => {
  const session = await rig.createSession()
  const client = rig.connect()
  await database.administer('SET GLOBAL max_connections = 10, GLOBAL connect_timeout = 600')
  rig.server.databaseProxy.setFault('refuse')
  await waitFor('the server has no connection left', async () => (await countConnections()) <= 1)
  const hogs = await takeAllConnections()
  rig.server.databaseProxy.setFault('pass')
  const record = await client.send(session.id, { key: 'f16', words: 20, everyMs: 1 })
  expect(['BUSY', 'UNAVAILABLE']).toContain(parseAppError(record.error)?.code)
  expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503])
  for (const hog of hogs) hog.destroy()
  await database.administer('SET GLOBAL max_connections = 200, GLOBAL connect_timeout = 10')
  await waitFor('the server is ready again', isReady)
  answersTo(await client.sendAgain(record))
  expect(statuses(await rig.settled(session))).toEqual(['done', 'done'])
  expect(await rig.check(session)).toEqual([])
}, 120_000)
