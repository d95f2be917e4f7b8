import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdCommit } from './support/hold-commit.ts'
import { answersTo } from './support/recording-client.ts'
import { startRig, type Rig } from './support/start-rig.ts'

let database: TestDatabase
/** Its first server goes on; each test brings the one that something happens to. */
let rig: Rig

beforeAll(async () => {
  database = await createTestDatabase()
  rig = await startRig(database.url)
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const statuses = (answers: { status: string }[]) => answers.map(({ status }) => status)

/** A send that has come as far as its COMMIT, or the database's answer to that, on a server of its own. */
async function startSend(key: string, at: 'commit' | 'answer') {
  const session = await rig.createSession()
  const server = await rig.startServer()
  const front = await rig.openFront(server)
  const client = rig.connect(front)
  const held = holdCommit(server.databaseProxy, { of: `${key}:`, at })
  const sending = client.send(session.id, { key, words: 50, everyMs: 1 })
  return { session, server, front, client, sending, link: await held }
}

describe.concurrent('at the moment of COMMIT', { timeout: 120_000 }, () => {
  test('F2: a server killed between COMMIT and answer has written the message, and sending again finds it', async () => {
    const { session, server, front, client, sending } = await startSend('f2', 'answer')
    await server.kill()
    front.serveBy(rig.server)
    const record = await sending
    expect(record.outcome).toBe('unknown')
    const ids = answersTo(await client.sendAgain(record))
    const answers = await rig.settled(session)
    expect(answers.map(({ id }) => id)).toEqual(ids)
    // Nobody was left to call the models.
    expect(statuses(answers)).toEqual(['interrupted', 'interrupted'])
    expect(await rig.check(session)).toEqual([])
  })

  test('F3: a server killed before COMMIT has written nothing, and sending again writes it once', async () => {
    const { session, server, front, client, sending, link } = await startSend('f3', 'commit')
    await server.kill()
    // What is held would keep the proxy from telling the database that the server is gone.
    link.reset()
    front.serveBy(rig.server)
    const record = await sending
    // Nobody was told that it is sent.
    expect(record.outcome).toBe('unknown')
    answersTo(await client.sendAgain(record))
    expect(statuses(await rig.settled(session))).toEqual(['done', 'done'])
    expect(await rig.check(session)).toEqual([])
  })

  test.each(['commit', 'answer'] as const)(
    'F14: a connection lost at the %s leaves the message there once, and the very call is answered with its ids',
    async (at) => {
      const { session, client, sending, link } = await startSend(`f14-${at}`, at)
      link.reset()
      const record = await sending
      const ids = answersTo(record)
      const answers = await rig.settled(session)
      expect(answers.map(({ id }) => id)).toEqual(ids)
      expect(statuses(answers)).toEqual(['done', 'done'])
      expect(answersTo(await client.sendAgain(record))).toEqual(ids)
      expect(await rig.check(session)).toEqual([])
    },
  )
})
