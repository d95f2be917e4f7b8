import type { Message, ModelKey } from '@chatmore/api/contract'
import { answer, controlled, refuse, type Behaviour } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'
import { followSession } from './follow-session.ts'

let app: TestApp
beforeAll(async () => void (app = await createTestApp()))
afterAll(() => app[Symbol.asyncDispose]())

let counter = 0
const nextName = () => `endpoint-${(counter += 1)}`

/** Sends one text to one new window of the model, and gives its answer once it has ended. */
async function ask(modelId: string, client = app.client): Promise<Message> {
  const session = await client.session.create({ windows: [{ modelId }] })
  const following = await followSession(client, session.id)
  const { turns } = await client.message.send({
    ...{ sessionId: session.id, content: 'Hello', clientMessageId: `send-${nextName()}` },
  })
  const [message] = await following.ended(turns.map((turn) => turn.assistantMessageId))
  following.stop()
  return message!
}

describe('the keys of a model', { timeout: 60_000 }, () => {
  /** Refuses each key in its way, and answers any other with its name. */
  const byKey = (refused: Record<string, Behaviour>): Behaviour => ({
    kind: 'answer',
    run(exchange) {
      const key = exchange.request.headers.authorization?.replace('Bearer ', '') ?? ''
      const behaviour = refused[key] ?? answer([`taken: ${key.slice(-3)}`])
      behaviour.run(exchange)
    },
  })

  async function createModelWithKeys(refused: Record<string, Behaviour>) {
    const model = nextName()
    app.upstream.on(model, byKey(refused))
    const { id } = await app.createModel({ model, apiKey: 'sk-test-key-one' })
    const before = app.upstream.requests.length
    await app.client.model.addKey({ id, apiKey: 'sk-test-key-two', name: 'Second' })
    const countAsked = () => app.upstream.requests.slice(before).filter((each) => each.model === model).length
    return { id, countAsked }
  }

  /** No answer waits until a refusal is stored. */
  const keysOnce = (id: string, state: ModelKey['state']) =>
    vi.waitFor(
      async () => {
        const { keys } = await app.client.model.get({ id })
        expect(keys[0]?.state).toBe(state)
        return keys
      },
      { timeout: 30_000 },
    )

  it('are used in turn, and shown without any part of them', async () => {
    const { id } = await createModelWithKeys({})
    const said = [await ask(id), await ask(id), await ask(id)].map(({ content }) => content)
    expect(said).toEqual(['taken: one', 'taken: two', 'taken: one'])
    const model = await app.client.model.get({ id })
    expect(model.keys).toMatchObject([
      { name: '', state: 'inTurn', refusedAt: null },
      { name: 'Second', state: 'inTurn' },
    ])
    expect(JSON.stringify(model)).not.toContain('sk-test')
  })

  it('are followed by the next where one is refused, which is set aside until it is brought back', async () => {
    const refusal = { status: 401, body: { error: { message: 'Incorrect API key provided' } } }
    const { id, countAsked } = await createModelWithKeys({ 'sk-test-key-one': refuse(refusal) })
    const first = await ask(id)
    expect(first).toMatchObject({ status: 'done', content: 'taken: two' })
    expect(countAsked()).toBe(2)
    const { items } = await app.client.callLog.list({ modelId: id })
    expect(items).toMatchObject([{ status: 'done', messageId: first.id, httpStatus: 200 }])

    expect(await ask(id)).toMatchObject({ status: 'done', content: 'taken: two' })
    expect(countAsked()).toBe(3)
    const keys = await keysOnce(id, 'setAside')
    expect(keys).toMatchObject([{ refusedStatus: 401 }, { state: 'inTurn' }])
    const keyId = keys[0]!.id
    const brought = await app.client.model.bringBackKey({ id, keyId })
    expect(brought.keys[0]).toMatchObject({ state: 'inTurn', refusedStatus: 401 })
    expect((await app.client.model.removeKey({ id, keyId })).keys).toMatchObject([{ name: 'Second' }])
    expect(await ask(id)).toMatchObject({ content: 'taken: two' })
    expect(countAsked()).toBe(4)
  })

  it('rest for as long as the endpoint asks where they are used too much', async () => {
    const tired = refuse({ status: 429, headers: { 'retry-after': '600' } })
    const { id } = await createModelWithKeys({ 'sk-test-key-one': tired })
    expect(await ask(id)).toMatchObject({ status: 'done', content: 'taken: two' })
    const keys = await keysOnce(id, 'resting')
    expect(keys[0]).toMatchObject({ refusedStatus: 429 })
    expect(Date.parse(keys[0]!.restsUntil!)).toBeGreaterThan(Date.now())
  })

  it('are added, removed and brought back on the record, by their names alone', async () => {
    const { id } = await createModelWithKeys({})
    const { keys } = await app.client.model.get({ id })
    await app.client.model.removeKey({ id, keyId: keys[1]!.id })
    await expect(app.client.model.removeKey({ id, keyId: keys[1]!.id })).rejects.toMatchObject({
      data: { code: 'NOT_FOUND' },
    })
    await app.client.model.bringBackKey({ id, keyId: keys[0]!.id })
    const { items } = await app.client.audit.list({ limit: 10 })
    const told = items
      .filter(({ targetId }) => targetId === id)
      .map(({ action, details }) => [action, details])
    expect(told.slice(0, 3)).toEqual([
      ['model.keyBroughtBack', { key: null }],
      ['model.keyRemoved', { key: 'Second' }],
      ['model.keyAdded', { key: 'Second' }],
    ])
    await expect(
      app.client.model.addKey({ id, apiKey: 'sk-test-key-two', name: 'sk-test-key-two' }),
    ).rejects.toMatchObject({ data: { appError: { fields: { name: 'has the key in it' } } } })
  })

  it('all go when the model moves to another host, and when another takes their place', async () => {
    const { id } = await createModelWithKeys({})
    expect((await app.client.model.update({ id, apiKey: 'sk-test-key-new' })).keys).toHaveLength(1)
    expect(await ask(id)).toMatchObject({ content: 'taken: new' })
    const moved = await app.client.model.update({ id, apiBase: 'http://127.0.0.1:9/v1' })
    expect(moved).toMatchObject({ hasApiKey: false, keys: [] })
  })
})

describe('a model whose endpoint takes one call at a time', { timeout: 60_000 }, () => {
  async function createBusyModel() {
    const model = nextName()
    app.upstream.on(model, controlled())
    const { id, maxConcurrent } = await app.createModel({ model, maxConcurrent: 1 })
    expect(maxConcurrent).toBe(1)
    const countAsked = () => app.upstream.requests.filter((each) => each.model === model).length
    return { id, model, countAsked }
  }

  it('has its answers wait, seen by those who come later, and stopped without being called', async () => {
    const { id, model, countAsked } = await createBusyModel()
    const session = await app.client.session.create({ windows: [1, 2, 3].map(() => ({ modelId: id })) })
    const following = await followSession(app.client, session.id)
    const input = { sessionId: session.id, content: 'Hello', clientMessageId: `send-${nextName()}` }
    const { turns } = await app.client.message.send(input)
    const messageIds = turns.map((turn) => turn.assistantMessageId)
    const first = await app.upstream.nextStream({ model })
    const places = (state = following.state) =>
      messageIds.map((messageId) => state.messages[messageId]?.waiting ?? null).sort()
    await vi.waitFor(() => expect(places()).toEqual([1, 2, null]), { timeout: 30_000 })
    const late = await followSession(app.client, session.id)
    await vi.waitFor(() => expect(places(late.state)).toEqual([1, 2, null]), { timeout: 30_000 })
    const lastId = messageIds.find((messageId) => following.state.messages[messageId]?.waiting === 2)!
    expect(await app.client.message.stop({ sessionId: session.id, messageIds: [lastId] })).toEqual({
      stopped: 1,
    })
    first.text('one')
    first.finish()
    const second = await app.upstream.nextStream({ model })
    second.text('two')
    second.finish()
    const ended = await following.ended(messageIds)
    expect(ended.map(({ status }) => status).sort()).toEqual(['done', 'done', 'stopped'])
    expect(ended.every(({ waiting = null }) => waiting === null)).toBe(true)
    expect(countAsked()).toBe(2)
    following.stop()
    late.stop()
  })

  it('refuses a limit that is none, by its name', async () => {
    for (const maxConcurrent of [0, 1.5, 1001]) {
      await expect(app.createModel({ maxConcurrent })).rejects.toMatchObject({
        data: { appError: { fields: { maxConcurrent: 'is not a whole number from 1 to 1,000' } } },
      })
    }
  })
})
