import type { UserEvent } from '@chatmore/api/contract'
import { controlled } from '@chatmore/llm/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp, type TestClient } from './create-test-app.ts'

let app: TestApp
const leaving = new AbortController()

beforeAll(async () => {
  app = await createTestApp()
})
afterAll(async () => {
  leaving.abort()
  await app[Symbol.asyncDispose]()
})

/** What a user's device hears from now on. */
async function follow(client: TestClient): Promise<UserEvent[]> {
  const events: UserEvent[] = []
  const loop = async () => {
    for await (const event of client.user.watch({}, { signal: leaving.signal })) events.push(event)
  }
  void loop()
  await eventually(() => expect(events).toEqual([{ type: 'ready' }]))
  return events
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 10 })
const hears = (events: UserEvent[], domain: string) =>
  events.some((event) => event.type === 'changed' && event.domains.includes(domain))

test('another device hears of a new title and of an answer’s beginning and end; another user hears nothing', async () => {
  app.upstream.byDefault(controlled())
  const { id: modelId } = await app.createModel()
  const other = app.connect(app.admin.token)
  const events = await follow(other)
  const strangers = await follow(await app.createUser())
  const session = await app.client.session.create({ windows: [{ modelId }] })
  await app.client.session.update({ id: session.id, title: 'Renamed elsewhere' })
  await eventually(() => expect(hears(events, 'session')).toBe(true))
  expect((await other.session.list()).items[0]).toMatchObject({ title: 'Renamed elsewhere' })

  await app.client.message.send({ sessionId: session.id, content: 'Hi', clientMessageId: 'heard-by-others' })
  const stream = await app.upstream.nextStream()
  await eventually(() => expect(hears(events, 'message')).toBe(true))
  expect((await other.session.list()).items[0]).toMatchObject({ isRunning: true })
  const before = events.length
  stream.finish()
  // A change that was still to be told may come first, so that the list is read as long as it is told of more.
  await vi.waitFor(
    async () => {
      expect(hears(events.slice(before), 'message')).toBe(true)
      expect((await other.session.list()).items[0]).toMatchObject({ isRunning: false })
    },
    { timeout: 15_000, interval: 50 },
  )
  expect(strangers).toEqual([{ type: 'ready' }])
})

test('a device whose connection was cut begins anew, so that it reads what it missed', async () => {
  const events = await follow(app.connect(app.admin.token))
  app.cutConnections()
  await eventually(() => expect(events).toEqual([{ type: 'ready' }, { type: 'ready' }]))
})
