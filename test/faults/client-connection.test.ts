import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import type { WatchState } from '@chatmore/api/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answersTo } from './support/recording-client.ts'
import { startRig, type Rig } from './support/start-rig.ts'
import { waitFor } from './support/wait-for.ts'

let database: TestDatabase
let rig: Rig

beforeAll(async () => {
  database = await createTestDatabase()
  rig = await startRig(database.url)
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

describe.concurrent('a bad connection of a client', { timeout: 90_000 }, () => {
  test('F6: a watcher whose socket is reset twenty times in mid-stream sees every word once', async () => {
    const session = await rig.createSession()
    const front = await rig.openFront(rig.server)
    const following = await rig.connect(front).watch(session.id)
    const script = { key: 'f6', words: 2200, everyMs: 0, holdAt: 100 }
    const ids = answersTo(await rig.connect().send(session.id, script))
    const hasShown = (words: number) => (state: WatchState) =>
      ids.every((id) => state.messages[id]?.content.endsWith(`.${words - 1} `))
    await following.until(hasShown(100))
    for (let words = 200; words <= 2100; words += 100) {
      rig.upstream.release('f6', words - 50)
      front.resetAll()
      rig.upstream.release('f6', words)
      await following.until(hasShown(words))
    }
    rig.upstream.release('f6')
    const answers = await following.ended(ids)
    expect(answers.map(({ status }) => status)).toEqual(['done', 'done'])
    expect(await rig.check(session)).toEqual([])
  })

  test('F7: a half-open connection is closed by the server, and its client goes on by another', async () => {
    const session = await rig.createSession()
    const front = await rig.openFront(rig.server)
    const following = await rig.connect(front).watch(session.id)
    const [lost] = front.links.slice(-1)
    lost!.setFault('black-hole')
    const ids = answersTo(await rig.connect().send(session.id, { key: 'f7', words: 50, everyMs: 1 }))
    const answers = await following.ended(ids)
    expect(answers.map(({ status }) => status)).toEqual(['done', 'done'])
    await waitFor('the server closes the lost connection', () => lost!.hasTargetLeft)
    expect(await rig.check(session)).toEqual([])
  })

  test('F8: watchers that never read hold up nobody, and see everything when they read again', async () => {
    const session = await rig.createSession()
    const front = await rig.openFront(rig.server)
    const lazy = await Promise.all(Array.from({ length: 5 }, () => rig.connect(front).watch(session.id)))
    front.setFault('stall')
    const diligent = rig.connect()
    const following = await diligent.watch(session.id)
    const ids = answersTo(await diligent.send(session.id, { key: 'f8', words: 60_000, everyMs: 0 }))
    const answers = await following.ended(ids)
    expect(answers.map(({ status }) => status)).toEqual(['done', 'done'])
    expect(lazy.map(({ state }) => state.messages)).toEqual(lazy.map(() => ({})))
    front.setFault('pass')
    for (const each of lazy) expect(await each.ended(ids)).toEqual(answers)
    expect(await rig.check(session)).toEqual([])
  })

  test('F9: what is sent while there is no network arrives once when there is one again', async () => {
    const sessions = await Promise.all([rig.createSession(), rig.createSession(), rig.createSession()])
    const front = await rig.openFront(rig.server)
    const client = rig.connect(front, { sendRetryMs: 60_000 })
    front.setFault('refuse')
    const { linkCount } = front
    const sending = sessions.map(({ id }, index) =>
      client.send(id, { key: `f9-${index}`, words: 20, everyMs: 1 }),
    )
    await waitFor('each has been tried in vain', () => front.linkCount >= linkCount + 2)
    expect(client.sends.map(({ outcome }) => outcome)).toEqual(['pending', 'pending', 'pending'])
    front.setFault('pass')
    for (const record of await Promise.all(sending)) expect(answersTo(record)).toHaveLength(2)
    for (const session of sessions) {
      expect((await rig.settled(session)).map(({ status }) => status)).toEqual(['done', 'done'])
    }
    expect(await rig.check(...sessions)).toEqual([])
  })

  test('F10: one message sent ten times at once over connections that break is one message', async () => {
    const session = await rig.createSession()
    const front = await rig.openFront(rig.server)
    const script = { key: 'f10', words: 20, everyMs: 1 }
    const clients = Array.from({ length: 10 }, () => rig.connect(front))
    const sending = Promise.all(clients.map((client) => client.send(session.id, script)))
    await waitFor('all ten are sending', () => front.links.length === 10)
    front.resetAll()
    const records = await sending
    for (const [index, record] of records.entries()) await clients[index]!.sendAgain(record)
    const [first] = records
    for (const { result } of records) expect(result).toEqual(first!.result)
    expect((await rig.settled(session)).map(({ status }) => status)).toEqual(['done', 'done'])
    expect(await rig.check(session)).toEqual([])
  })
})
