import type { ApiKey, ApiKeyCreateInput } from '@chatmore/api/contract'
import { answer } from '@chatmore/llm/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestAccount, type TestApp } from './create-test-app.ts'

let app: TestApp
let ada: TestAccount
let models: Record<'good' | 'other', string>
beforeAll(async () => {
  // The tests say where they call from.
  app = await createTestApp({ CHATMORE_TRUSTED_PROXIES: '127.0.0.1' })
  ada = await app.createAccount()
  app.upstream.byDefault(answer({ text: ['Good'], usage: { prompt_tokens: 600, completion_tokens: 100 } }))
  const [good, other] = [await app.createModel({ name: 'Good' }), await app.createModel({ name: 'Other' })]
  models = { good: good.id, other: other.id }
})
afterAll(() => app[Symbol.asyncDispose]())

/** A change of keys, which a browser alone may make. */
async function byCookie<Result>(path: string, input: object): Promise<Result> {
  const response = await fetch(`${app.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: ada.cookie, origin: app.url },
    body: JSON.stringify(input),
  })
  type Answer = { result: { data: Result }; error?: { message: string } }
  const { result, error } = (await response.json()) as Answer
  if (error) throw new Error(error.message)
  return result.data
}
const createKey = (limits: Partial<ApiKeyCreateInput>) =>
  byCookie<ApiKey & { key: string }>('apiKey.create', { name: 'Nightly job', ...limits })

const question = { model: 'Good', messages: [{ role: 'user', content: 'Why?' }] }

function complete(key: string, body: object = {}, headers: Record<string, string> = {}) {
  return fetch(`${app.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...question, ...body }),
  })
}

it('may ask its models alone, whichever way it asks, and is told of no others', async () => {
  const { key } = await createKey({ modelIds: [models.good] })
  expect((await complete(key)).status).toBe(200)
  const refused = await complete(key, { model: 'Other' })
  expect([refused.status, await refused.json()]).toEqual([
    403,
    {
      error: {
        message: 'this API key is not for the model “Other”',
        ...{ type: 'invalid_request_error', param: 'model', code: 'model_not_found' },
      },
    },
  ])
  const headers = { authorization: `Bearer ${key}` }
  const { data } = (await (await fetch(`${app.url}/v1/models`, { headers })).json()) as {
    data: { id: string }[]
  }
  expect(data.map(({ id }) => id)).toEqual(['Good'])

  const client = app.connect(key)
  expect((await client.model.list()).map(({ name }) => name)).toEqual(['Good'])
  const windows = [{ modelId: models.good }, { modelId: models.other }]
  await expect(client.session.create({ windows })).rejects.toMatchObject({
    data: { appError: { code: 'NOT_FOUND', fields: { 'windows.1.modelId': 'is not a known model' } } },
  })
  // A session that its user made may have windows on models that the key is not for.
  const { id: sessionId } = await ada.client.session.create({ windows })
  await expect(
    client.message.send({ sessionId, content: 'Why?', clientMessageId: 'by-a-limited-key' }),
  ).rejects.toMatchObject({ data: { appError: { code: 'MODEL_UNAVAILABLE' } } })
})

it('starts no answer of another model in a window that its user made, in whichever way answers start', async () => {
  const windows = [{ modelId: models.good }, { modelId: models.other }]
  const session = await ada.client.session.create({ windows })
  const { turns } = await ada.client.message.send({
    ...{ sessionId: session.id, content: 'Why?', clientMessageId: 'sent-by-its-user' },
  })
  const [good, other] = session.windows.map(({ id }) => id)
  const answerOf = (windowId: string | undefined) => turns.find((turn) => turn.windowId === windowId)!
  const statusOf = async (windowId: string) =>
    (await ada.client.message.list({ windowId })).items.at(-1)?.status
  const ended = () => Promise.all([statusOf(good!), statusOf(other!)])
  await expect.poll(ended, { timeout: 30_000 }).toEqual(['done', 'done'])

  const { key } = await createKey({ modelIds: [models.good] })
  const { message, window } = app.connect(key)
  const { userMessageId, assistantMessageId: messageId } = answerOf(other)
  const clientMessageId = 'by-a-limited-key'
  const messageIds = turns.map((turn) => turn.assistantMessageId)
  const merge = { sessionId: session.id, messageIds, prompt: 'Make one of them' }
  for (const attempt of [
    () => message.retry({ messageId }),
    () => message.retry({ messageId: answerOf(good).assistantMessageId, modelId: models.other }),
    () => message.edit({ messageId: userMessageId, content: 'Again', clientMessageId }),
    () => message.merge({ ...merge, modelId: models.other, clientMessageId }),
    () => window.catchUp({ id: other!, fromWindowId: good! }),
  ]) {
    const before = app.upstream.requests.length
    const refusal: unknown = await attempt().catch((error: unknown) => error)
    expect(['MODEL_UNAVAILABLE', 'NOT_FOUND']).toContain(
      (refusal as { data: { appError: { code: string } } }).data.appError.code,
    )
    expect(app.upstream.requests.length).toBe(before)
  }
  await message.retry({ messageId: answerOf(good).assistantMessageId })
})

it('has no other model name the conversations that it makes', async () => {
  await ada.client.preference.update({ titleModelId: models.other })
  const { key } = await createKey({ modelIds: [models.good] })
  const record = (token: string, content: string) =>
    complete(token, { messages: [{ role: 'user', content }] }, { 'x-chatmore-session': 'new' })
  const named = () =>
    app.upstream.requests.flatMap(({ body: { messages } }) =>
      String(messages[0]?.content).startsWith('Write a title') ? [messages.at(-1)?.content] : [],
    )
  for (const [token, content] of [
    [key, 'By the limited key'],
    [ada.token, 'By a key for all'],
  ] as const) {
    const response = await record(token, content)
    expect([response.status, await response.json()]).toMatchObject([200, {}])
    const sessionId = response.headers.get('x-chatmore-session')!
    await expect
      .poll(async () => (await ada.client.session.get({ id: sessionId })).title, { timeout: 30_000 })
      .toBe(token === key ? content : 'Good')
  }
  expect(named()).toEqual(['By a key for all'])
  await ada.client.preference.update({ titleModelId: null })
})

it('is good from its addresses alone: for the relay, for calls and for sockets', async () => {
  const { id, key } = await createKey({ ipRanges: ['203.0.113.0/24', '2001:DB8::/32'] })
  const outcomes = async (address: string | null) => {
    const headers: Record<string, string> = { authorization: `Bearer ${key}` }
    if (address !== null) headers['x-forwarded-for'] = address
    const responses = await Promise.all([
      complete(key, {}, headers),
      fetch(`${app.url}/v1/models`, { headers }),
      fetch(`${app.url}/trpc/session.list`, { headers }),
      fetch(`${app.url}/calls.csv`, { headers }),
    ])
    return responses.map(({ status }) => status)
  }
  expect(await outcomes('203.0.113.7')).toEqual([200, 200, 200, 200])
  expect(await outcomes('2001:db8:1::7')).toEqual([200, 200, 200, 200])
  expect(await outcomes('198.51.100.7')).toEqual([401, 401, 401, 401])
  expect(await outcomes('2001:db9::7')).toEqual([401, 401, 401, 401])
  // Whoever is no proxy cannot say that they are elsewhere.
  expect(await outcomes('203.0.113.7, 198.51.100.7')).toEqual([401, 401, 401, 401])
  const { error } = (await (await complete(key)).json()) as { error: { message: string; code: string } }
  expect(error).toMatchObject({
    code: 'invalid_api_key',
    message: expect.stringContaining('127.0.0.1') as string,
  })
  const watching = app.connect(key).user.watch({})
  await expect(watching[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    data: { appError: { code: 'UNAUTHORIZED' } },
  })
  const noted = async () =>
    (await app.client.audit.list({ action: 'apiKey.refused' })).items.filter((entry) => entry.targetId === id)
  await expect
    .poll(async () => (await noted())[0]?.details, { timeout: 30_000 })
    .toMatchObject({
      reason: 'address',
    })
})

it('is told by a 429 which limit it has reached and how long to wait, over the relay and where it sends', async () => {
  const { key } = await createKey({ requestsPerMinute: 2 })
  expect([(await complete(key)).status, (await complete(key)).status]).toEqual([200, 200])
  const refused = await complete(key)
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
  expect(await refused.json()).toMatchObject({
    error: {
      ...{ type: 'rate_limit_error', code: 'rate_limit_exceeded' },
      message: expect.stringContaining('this API key may use 2 requests a minute') as string,
    },
  })
  const client = app.connect(key)
  const { id: sessionId } = await client.session.create({ windows: [{ modelId: models.good }] })
  await expect(
    client.message.send({ sessionId, content: 'Why?', clientMessageId: 'too-many-calls' }),
  ).rejects.toMatchObject({ data: { appError: { code: 'RATE_LIMITED' } } })

  const { key: thrifty } = await createKey({ tokensPerMinute: 700 })
  expect((await complete(thrifty)).status).toBe(200)
  const over = await complete(thrifty)
  expect([over.status, await over.text()]).toEqual([429, expect.stringContaining('700 tokens a minute')])
})

it('is listed with its limits, takes others from its user, and is named in the log of its calls when it is gone', async () => {
  const limits = {
    modelIds: [models.good],
    ipRanges: ['127.0.0.1'],
    requestsPerMinute: 5,
    tokensPerMinute: 9000,
  }
  const { id, key, ...shown } = await createKey(limits)
  expect(shown).toMatchObject(limits)
  expect(await ada.client.apiKey.list()).toContainEqual({ id, ...shown })
  const changes = {
    name: 'Renamed',
    modelIds: [models.other],
    ipRanges: null,
    expiresAt: '2999-01-01T00:00:00.000Z',
  }
  const changed = await byCookie<ApiKey>('apiKey.update', { id, ...changes })
  expect(changed).toEqual({ ...shown, id, ...changes })
  expect((await complete(key)).status).toBe(403)
  expect((await complete(key, { model: 'Other' })).status).toBe(200)
  await byCookie('apiKey.revoke', { id })
  expect((await complete(key, { model: 'Other' })).status).toBe(401)

  const named = async () =>
    (await ada.client.callLog.list({ source: 'relay' })).items.find(({ apiKeyId }) => apiKeyId === id)
  await expect.poll(named, { timeout: 30_000 }).toMatchObject({ apiKeyName: 'Renamed', modelName: 'Other' })
  expect(await ada.client.callLog.get({ id: (await named())!.id })).toMatchObject({ apiKeyName: 'Renamed' })
  const csv = await fetch(`${app.url}/calls.csv`, { headers: { authorization: `Bearer ${ada.token}` } })
  expect(await csv.text()).toContain(',Renamed,')
  const { items } = await app.client.audit.list({ userId: ada.user.id, limit: 100 })
  const of = (action: string) =>
    items.find((entry) => entry.action === action && entry.targetId === id)?.details
  expect(of('apiKey.created')).toMatchObject({
    onlyModels: 'Good',
    ipRanges: '127.0.0.1',
    requestsPerMinute: 5,
  })
  expect(of('apiKey.updated')).toEqual({
    ...{ name: 'Renamed', onlyModels: 'Other', ipRanges: null, expiresAt: '2999-01-01T00:00:00.000Z' },
  })
})

it('keeps a model that is gone until its user takes it out, and takes none that the user may not use', async () => {
  const gone = await app.createModel({ name: 'Gone' })
  const hidden = await app.createModel({ name: 'Hidden', access: { kind: 'roles', roles: ['admin'] } })
  const { id } = await createKey({ modelIds: [models.good, gone.id] })
  await app.client.model.remove({ id: gone.id })
  const { modelIds } = await byCookie<ApiKey>('apiKey.update', { id, modelIds: [gone.id, models.other] })
  expect(modelIds).toEqual([gone.id, models.other])
  for (const modelId of [hidden.id, gone.id]) {
    await expect(createKey({ modelIds: [modelId] })).rejects.toThrow('is not a known model')
  }
})
