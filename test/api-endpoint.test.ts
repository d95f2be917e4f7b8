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

describe('extra headers and fields of a model', { timeout: 60_000 }, () => {
  const options = {
    extraHeaders: { 'X-Title': 'ChatMore', 'CF-Access-Secret': 'sk-CANARY-header' },
    extraBody: { top_k: 40 },
    apiVersion: '2024-10-21',
    ...({ maxCompletionTokens: 'on', streamOptions: 'off' } as const),
  }
  const lastOf = (model: string) => app.upstream.requests.findLast((each) => each.model === model)!
  const fieldsOf = (call: Promise<unknown>) =>
    call.then(
      () => null,
      (error: { data?: { appError?: { fields?: object } } }) => error.data?.appError?.fields,
    )

  it('go with every call, and are shown without their values', async () => {
    const model = nextName()
    const { id, ...created } = await app.createModel({
      ...{ model, ...options, extraConfig: { maxTokens: 9 } },
    })
    expect(created).toMatchObject({
      ...{ apiVersion: '2024-10-21', maxCompletionTokens: 'on', streamOptions: 'off' },
      ...{ extraHeaderNames: ['X-Title', 'CF-Access-Secret'], extraBody: { top_k: 40 } },
    })
    expect(await ask(id)).toMatchObject({ status: 'done' })
    const { headers, body, path } = lastOf(model)
    expect(headers).toMatchObject({ 'x-title': 'ChatMore', 'cf-access-secret': 'sk-CANARY-header' })
    expect(body).toMatchObject({ top_k: 40, max_completion_tokens: 9 })
    expect(body).not.toHaveProperty('stream_options')
    expect(path).toContain('?api-version=2024-10-21')
    const told = [await app.client.model.get({ id }), await app.client.audit.list({}), app.logLines]
    expect(JSON.stringify(told)).not.toContain('CANARY')
  })

  it('are changed one by one, and an empty value keeps the saved one', async () => {
    const model = nextName()
    const { id } = await app.createModel({ model, ...options })
    const extraHeaders = { 'x-title': 'Other', 'cf-access-secret': '' }
    const changed = await app.client.model.update({
      id,
      extraHeaders,
      extraBody: null,
      streamOptions: 'auto',
    })
    expect(changed).toMatchObject({ extraBody: null, streamOptions: 'auto', maxCompletionTokens: 'on' })
    await ask(id)
    expect(lastOf(model).headers).toMatchObject({
      ...{ 'x-title': 'Other', 'cf-access-secret': 'sk-CANARY-header' },
    })
    expect(lastOf(model).body).not.toHaveProperty('top_k')
    expect(await fieldsOf(app.client.model.update({ id, extraHeaders: { 'x-new': '' } }))).toEqual({
      'extraHeaders.x-new': 'is empty',
    })
    const moved = await app.client.model.update({ id, apiBase: 'http://127.0.0.1:9/v1' })
    expect(moved.extraHeaderNames).toEqual([])
  })

  it('are tried before they are saved, with the saved values on the same host alone', async () => {
    const model = nextName()
    const { id } = await app.createModel({ model, ...options })
    const tried = {
      id,
      apiBase: app.upstream.url,
      model,
      extraHeaders: { 'cf-access-secret': '', 'x-try': '1' },
    }
    expect(await app.client.model.test({ ...tried, extraBody: { top_k: 1 } })).toMatchObject({ ok: true })
    const { headers, body } = lastOf(model)
    expect(headers).toMatchObject({ 'cf-access-secret': 'sk-CANARY-header', 'x-try': '1' })
    expect(headers).not.toHaveProperty('x-title')
    expect(body).toMatchObject({ top_k: 1 })
    const elsewhere = app.upstream.url.replace('127.0.0.1', 'localhost')
    await app.client.model.test({ ...tried, apiBase: elsewhere })
    expect(lastOf(model).headers).not.toHaveProperty('cf-access-secret')
  })

  it.each([
    [{ extraBody: [1] }, { extraBody: 'is not a JSON object' }],
    [{ extraBody: 'text' }, { extraBody: 'is not a JSON object' }],
    [{ extraBody: { model: 'x' } }, { 'extraBody.model': 'is set by ChatMore itself' }],
    [{ extraBody: { messages: [] } }, { 'extraBody.messages': 'is set by ChatMore itself' }],
    [{ extraBody: { stream: false } }, { 'extraBody.stream': 'is set by ChatMore itself' }],
    [{ extraBody: { api_key: 'x' } }, { 'extraBody.api_key': 'is for secrets, which go into extra headers' }],
    [{ extraBody: { x: 'x'.repeat(16_000) } }, { extraBody: 'is longer than 16,000 characters' }],
    [{ extraHeaders: { Authorization: 'x' } }, { 'extraHeaders.Authorization': 'is set by ChatMore itself' }],
    [{ extraHeaders: { Host: 'x' } }, { 'extraHeaders.Host': 'is set by ChatMore itself' }],
    [{ extraHeaders: { Connection: 'x' } }, { 'extraHeaders.Connection': 'is set by ChatMore itself' }],
    [{ extraHeaders: { 'a b': 'x' } }, { 'extraHeaders.a b': 'is not a name of a header' }],
    [{ extraHeaders: { a: 'x\ny' } }, { 'extraHeaders.a': 'has characters that a header cannot carry' }],
    [{ extraHeaders: { a: 'x', A: 'y' } }, { 'extraHeaders.A': 'is named twice' }],
    [{ apiVersion: '2024?x=1' }, { apiVersion: 'is not a version such as 2024-10-21' }],
    [{ streamOptions: 'maybe' }, { streamOptions: 'is not auto, on or off' }],
  ])('are refused by name and rule: %j', async (values, fields) => {
    expect(await fieldsOf(app.createModel(values as never))).toEqual(fields)
  })

  it('are refused where they are nested without end', async () => {
    let extraBody: Record<string, unknown> = {}
    for (let level = 0; level < 3000; level += 1) extraBody = { extraBody }
    expect(await fieldsOf(app.createModel({ extraBody }))).toEqual({
      extraBody: 'is nested deeper than 20 levels',
    })
  })
})
