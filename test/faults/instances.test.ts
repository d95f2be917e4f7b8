import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answersTo } from './support/recording-client.ts'
import { startRig, type Rig } from './support/start-rig.ts'
import { waitFor } from './support/wait-for.ts'

const CHECKPOINT_LENGTH = 2048

let database: TestDatabase
/** Its first server looks on and takes over; each test brings the instance that something happens to. */
let rig: Rig

beforeAll(async () => {
  database = await createTestDatabase()
  rig = await startRig(database.url)
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

/** An instance of its own that writes an answer of which it has shown the words up to where it is held. */
async function startHeldAnswer(rig: Rig, key: string, words = 600) {
  const session = await rig.createSession()
  const instance = await rig.startServer()
  const front = await rig.openFront(instance)
  const watcher = rig.connect(front)
  const following = await watcher.watch(session.id)
  const held = words - 50
  const ids = answersTo(await watcher.send(session.id, { key, words, everyMs: 2, holdAt: held }))
  const shown = () => ids.map((id) => following.state.messages[id]?.content ?? '')
  await following.until(() => shown().every((text) => text.endsWith(`.${held - 1} `)))
  return { session, instance, front, watcher, following, ids, shown }
}

async function countCalls({ db }: TestDatabase, messageIds: string[]): Promise<number> {
  const [rows] = await db.$client.query('SELECT id FROM calls WHERE message_id IN (?)', [messageIds])
  return (rows as unknown[]).length
}

const statuses = (answers: { status: string }[]) => answers.map(({ status }) => status)

describe.concurrent('of two instances on one database', { timeout: 120_000 }, () => {
  test('F1: one is killed in mid-stream, and the other shows and interrupts its answers and goes on', async () => {
    // Of its own: a third instance could interrupt the answers before the one that is watched.
    await using database = await createTestDatabase()
    await using rig = await startRig(database.url)
    const { session, instance, front, watcher, following, ids, shown } = await startHeldAnswer(rig, 'f1')
    const [before] = shown()
    const isNearlyStored = async () => {
      const { items } = await rig.connect().client.message.list({ windowId: session.windows[0]!.id })
      return (items.at(-1)?.content.length ?? 0) >= before!.length - CHECKPOINT_LENGTH
    }
    await waitFor('the text so far is stored', isNearlyStored)
    await instance.kill()
    front.serveBy(rig.server)

    const answers = await following.ended(ids)
    expect(statuses(answers)).toEqual(['interrupted', 'interrupted'])
    expect(answers[0]!.content.length).toBeGreaterThanOrEqual(before!.length - CHECKPOINT_LENGTH)
    expect(await countCalls(database, ids)).toBe(2)

    rig.upstream.release('f1')
    const { assistantMessageId } = await watcher.client.message.retry({ messageId: ids[0]! })
    expect(await following.ended([assistantMessageId])).toMatchObject([{ status: 'done', attempt: 2 }])
    expect(await rig.check(session)).toEqual([])
  })

  test('F5: one that sleeps past its lease writes nothing when it wakes up', async () => {
    const { session, instance, ids } = await startHeldAnswer(rig, 'f5')
    instance.pause()
    const taken = await rig.settled(session)
    expect(statuses(taken)).toEqual(['interrupted', 'interrupted'])
    // All that it missed waits for it, the end of the answers too.
    rig.upstream.release('f5')
    await waitFor('the upstream has told everything', () => !rig.upstream.isWriting('f5'))
    instance.resume()

    // It works again, and has stored the end of a later answer after it had the end of these.
    const later = await rig.createSession()
    const client = rig.connect(instance)
    answersTo(await client.send(later.id, { key: 'f5-later', words: 20, everyMs: 1 }))
    expect(statuses(await rig.settled(later))).toEqual(['done', 'done'])
    expect(await rig.settled(session)).toEqual(taken)
    expect(await countCalls(database, ids)).toBe(2)
    expect(await rig.check(session, later)).toEqual([])
  })

  test('F26: one that stands still for ten seconds keeps its answers and ends them whole', async () => {
    const { session, instance, following, ids } = await startHeldAnswer(rig, 'f26')
    instance.pause()
    rig.upstream.release('f26')
    await delay(10_000)
    instance.resume()
    expect(statuses(await following.ended(ids))).toEqual(['done', 'done'])
    expect(await rig.check(session)).toEqual([])
  })

  test.each([1, -1])(
    'F25: one whose clock is set by %d hours loses no lease and no order, and takes none',
    async (hours) => {
      const { session, following, ids } = await startHeldAnswer(rig, `f25-${hours}`)
      const shiftClock = fileURLToPath(new URL('./support/shift-clock.mjs', import.meta.url))
      const shifted = await rig.startServer({
        NODE_OPTIONS: `--import ${shiftClock}`,
        SHIFT_CLOCK_HOURS: String(hours),
      })
      const client = rig.connect(shifted)
      const own = await rig.createSession()
      const watching = await client.watch(own.id)
      for (const key of [`f25-${hours}-one`, `f25-${hours}-two`]) {
        const answers = await watching.ended(
          answersTo(await client.send(own.id, { key, words: 50, everyMs: 20 })),
        )
        expect(statuses(answers)).toEqual(['done', 'done'])
      }
      // Its sweep at the start and later ones have seen the other's leases, which only the database's clock may end.
      rig.upstream.release(`f25-${hours}`)
      expect(statuses(await following.ended(ids))).toEqual(['done', 'done'])
      expect(await rig.check(session, own)).toEqual([])
    },
  )

  test('F10: both are sent the same message at once, and it is there once', async () => {
    const session = await rig.createSession()
    const other = await rig.startServer()
    const clients = Array.from({ length: 10 }, (_, index) => rig.connect(index % 2 ? other : rig.server))
    const script = { key: 'f10', words: 20, everyMs: 1 }
    const records = await Promise.all(clients.map((client) => client.send(session.id, script)))
    for (const record of records) expect(answersTo(record)).toEqual(answersTo(records[0]!))
    expect(statuses(await rig.settled(session))).toEqual(['done', 'done'])
    for (const model of ['m0', 'm1']) expect(rig.upstream.requests.get(`f10.${model}`)).toBe(1)
    expect(await rig.check(session)).toEqual([])
  })
})
