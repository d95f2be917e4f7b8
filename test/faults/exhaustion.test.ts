import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { parseAppError } from '@chatmore/api/client'
import { createSmallDisk, createTestDatabase, startTestServer, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unsetVariables } from '../../apps/server/src/env.ts'
import { serverMain } from '../start-server-process.ts'
import { answersTo } from './support/recording-client.ts'
import { rigSecret, startRig, type Rig } from './support/start-rig.ts'
import { waitFor } from './support/wait-for.ts'

const statuses = (answers: { status: string }[]) => answers.map(({ status }) => status)

describe('a server that runs out of something', () => {
  let database: TestDatabase
  let rig: Rig

  beforeAll(async () => {
    database = await createTestDatabase()
    rig = await startRig(database.url, { modelCount: 4 })
  })
  afterAll(async () => {
    await rig[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  test('F18: one whose log cannot be written serves on', async () => {
    await using server = await startWithFullLogDisk()
    const { url } = server
    const client = rig.connect({ url })
    const session = await rig.createSession()
    const following = await client.watch(session.id)
    for (const key of ['f18-one', 'f18-two']) {
      const ids = answersTo(await client.send(session.id, { key, words: 100, everyMs: 1 }))
      expect(statuses(await following.ended(ids))).toEqual(['done', 'done', 'done', 'done'])
    }
    // Each of these wants a line in the log.
    for (let count = 0; count < 50; count++) expect((await fetch(`${url}/trpc/no.such`)).status).toBe(404)
    expect(await rig.check(session)).toEqual([])
  }, 60_000)

  test('F26: one with a heap of 128 MB writes and shows four long answers at once, again and again', async () => {
    const server = await rig.startServer({ NODE_OPTIONS: '--max-old-space-size=128' })
    const session = await rig.createSession()
    const client = rig.connect(server)
    const following = await client.watch(session.id)
    for (const key of ['f26-one', 'f26-two', 'f26-three']) {
      const ids = answersTo(await client.send(session.id, { key, words: 60_000, everyMs: 0 }))
      expect(statuses(await following.ended(ids))).toEqual(['done', 'done', 'done', 'done'])
    }
    expect(await rig.check(session)).toEqual([])
  }, 120_000)

  /** Every write to `/dev/full` fails as on a disk without room. */
  async function startWithFullLogDisk(): Promise<AsyncDisposable & { url: string }> {
    const port = await findFreePort()
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [serverMain], {
      env: {
        ...process.env,
        ...unsetVariables,
        DATABASE_URL: database.url,
        CHATMORE_SECRET: rigSecret,
        CHATMORE_DEMO: 'off',
        CHATMORE_LOG_LEVEL: 'trace',
        PORT: String(port),
      },
      stdio: ['ignore', full, full],
    })
    const stop = async () => {
      if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
    }
    const url = `http://127.0.0.1:${port}`
    await waitFor('the server is ready', async () => (await fetch(`${url}/readyz`)).ok)
    return { url, [Symbol.asyncDispose]: stop }
  }
})

test('F17: while the database’s disk is full sends are refused with a sentence, and none is half-written', async () => {
  using disk = createSmallDisk()
  const database = await startTestServer({ ...disk.server, hasPort: true })
  await using _stopped = { [Symbol.asyncDispose]: database.stop }
  await using rig = await startRig(database.url)
  const sessions = await Promise.all(Array.from({ length: 60 }, () => rig.createSession()))
  const client = rig.connect()
  disk.fill()
  for (const [index, { id }] of sessions.entries()) {
    // Pages that are half empty take some texts yet.
    const { error } = await client.sendText(id, `f17-${index}`, `${index} `.repeat(1500))
    if (error !== undefined) expect(parseAppError(error)?.code).toBe('UNAVAILABLE')
    if (String(error).includes('the storage is full')) break
  }
  const refused = client.sends.at(-1)!
  expect(String(refused.error)).toContain('the storage is full')
  if (disk.isDisk) {
    disk.makeRoom()
    await waitFor('it is written', async () => (await client.sendAgain(refused)).outcome === 'ok')
    for (const session of sessions) await rig.settled(session)
  }
  expect(
    (await rig.check(...sessions)).filter((problem) => disk.isDisk || !problem.startsWith('C6')),
  ).toEqual([])
}, 120_000)

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
