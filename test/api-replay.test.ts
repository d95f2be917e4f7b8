import { parseAppError } from '@chatmore/api/client'
import type { Call, CallReplayInput, MessageSendInput } from '@chatmore/api/contract'
import { answer } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestAccount, type TestApp, type TestClient } from './create-test-app.ts'
import { waitUntilIdle } from './database-fingerprint.ts'

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let app: TestApp
let ada: TestAccount
let models: Record<'one' | 'two' | 'blind', string>
/** The second turn of a session with a system message. */
let call: Call
let replays = 0

beforeAll(async () => {
  app = await createTestApp()
  ada = await app.createAccount()
  for (const model of ['one', 'two', 'blind']) app.upstream.on(model, answer({ text: [`I am ${model}`] }))
  const create = async (model: string, rest = {}) =>
    (await app.createModel({ name: model, model, ...rest })).id
  models = {
    one: await create('one', { vision: true }),
    two: await create('two'),
    blind: await create('blind'),
  }
  const session = await ada.client.session.create({
    systemMessage: 'Be brief.',
    windows: [{ modelId: models.one, params: { temperature: 0.25, maxTokens: 77 } }],
  })
  await say(ada.client, { sessionId: session.id, content: 'First?' })
  await say(ada.client, { sessionId: session.id, content: 'Second?' })
  call = await latest(ada.client)
})
afterAll(() => app[Symbol.asyncDispose]())

let inputs = 0

type Said = Omit<MessageSendInput, 'clientMessageId'>

async function say(client: TestClient, said: Said): Promise<void> {
  await client.message.send({ ...said, clientMessageId: `input-number-${++inputs}` })
  await waitUntilIdle(app)
}

async function latest(client: TestClient): Promise<Call> {
  const { items } = await client.callLog.list({ limit: 1 })
  return items[0]!
}

const toInput = (patch: Partial<CallReplayInput> = {}): CallReplayInput => ({
  ...{ id: call.id, modelIds: [models.one, models.two], clientMessageId: `replay-number-${++replays}` },
  ...patch,
})

async function bodiesOf(model: string) {
  return app.upstream.requests.filter((request) => request.model === model).map(({ body }) => body)
}

describe('a replay', () => {
  it('asks the last input once more of each model, behind the recorded history and system message', async () => {
    const before = (await bodiesOf('two')).length
    const { sessionId, turns } = await ada.client.callLog.replay(toInput())
    await waitUntilIdle(app)
    const session = await ada.client.session.get({ id: sessionId })
    expect(session).toMatchObject({
      title: 'Second?',
      systemMessage: 'Be brief.',
      initialBroadcastDone: true,
    })
    expect(session.windows.map(({ modelId, params }) => [modelId, params])).toEqual([
      [models.one, {}],
      [models.two, {}],
    ])
    for (const [index, name] of ['one', 'two'].entries()) {
      const { items } = await ada.client.message.list({ windowId: session.windows[index]!.id })
      expect(items.map(({ role, content, status }) => `${role} ${content} ${status}`)).toEqual([
        ...[
          'user First? done',
          'assistant I am one done',
          'user Second? done',
          `assistant I am ${name} done`,
        ],
      ])
      expect(items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
      expect(items[1]).toMatchObject({ replyToId: items[0]!.id, cost: null, promptTokens: null })
      expect(items[3]!.id).toBe(turns[index]!.assistantMessageId)
    }
    const [sent] = (await bodiesOf('two')).slice(before)
    const recorded = JSON.parse((await ada.client.callLog.get({ id: call.id })).request!) as {
      messages: unknown
    }
    expect(sent).toMatchObject({ messages: recorded.messages })
    expect(sent).not.toHaveProperty('temperature')
  })

  it('goes on as any session does, and takes the parameters of then along where that is asked', async () => {
    const { sessionId } = await ada.client.callLog.replay(
      toInput({ modelIds: [models.two], withParams: true }),
    )
    await waitUntilIdle(app)
    await say(ada.client, { sessionId, content: 'Third?' })
    expect((await bodiesOf('two')).at(-1)).toMatchObject({
      temperature: 0.25,
      max_tokens: 77,
      messages: [{}, {}, {}, {}, {}, { role: 'user', content: 'Third?' }],
    })
  })

  it('happens once, however often and by however many at once it is asked for', async () => {
    const input = toInput({ modelIds: [models.two] })
    const results = await Promise.all(Array.from({ length: 8 }, () => ada.client.callLog.replay(input)))
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
    await waitUntilIdle(app)
    expect(await ada.client.callLog.replay(input)).toEqual(results[0])
    const { items } = await ada.client.message.list({ windowId: results[0]!.turns[0]!.windowId })
    expect(items).toHaveLength(4)
    const other = await ada.client.callLog.replay({ ...input, modelIds: [models.one] }).catch(parseAppError)
    expect(other).toMatchObject({ code: 'CONFLICT', fields: { clientMessageId: expect.any(String) } })
    await ada.client.session.remove({ id: results[0]!.sessionId })
    const gone = await ada.client.callLog.replay(input).catch(parseAppError)
    expect(gone).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is refused to strangers; an administrator’s is on record, as is their reading', async () => {
    const bob = await app.createUser()
    const refusal = await bob.callLog.replay(toInput()).catch(parseAppError)
    expect(refusal).toMatchObject({ code: 'NOT_FOUND' })
    await app.client.callLog.get({ id: call.id })
    const { sessionId } = await app.client.callLog.replay(toInput({ modelIds: [models.two] }))
    await waitUntilIdle(app)
    expect((await app.client.session.get({ id: sessionId })).title).toBe('Second?')
    const hers = await ada.client.session.get({ id: sessionId }).catch(parseAppError)
    expect(hers).toMatchObject({ code: 'NOT_FOUND' })
    const { items } = await app.client.audit.list({ action: 'call.read' })
    expect(items).toMatchObject([
      { details: { call: call.id, replayed: true }, targetId: ada.user.id, targetName: ada.user.email },
      { details: { call: call.id }, actorId: app.admin.user.id, targetId: ada.user.id },
    ])
    await ada.client.callLog.get({ id: call.id })
    expect((await app.client.audit.list({ action: 'call.read' })).items).toHaveLength(2)
  })

  it('names each model that cannot be asked, and makes no session then', async () => {
    const { id: off } = await app.createModel({ name: 'off', enabled: false })
    const sessions = async () => (await ada.client.session.list({ limit: 100 })).items.length
    const before = await sessions()
    for (const [modelIds, code, field] of [
      [[models.one, call.id], 'NOT_FOUND', 'modelIds.1'],
      [[off, models.one], 'MODEL_UNAVAILABLE', 'modelIds.0'],
      [[], 'INVALID_INPUT', 'modelIds'],
    ] as const) {
      const error = await ada.client.callLog.replay(toInput({ modelIds: [...modelIds] })).catch(parseAppError)
      expect(error).toMatchObject({ code, fields: { [field]: expect.any(String) } })
    }
    expect(await sessions()).toBe(before)
  })

  it('brings images along that are the caller’s still, and says so where they are not', async () => {
    const { id: fileId } = await ada.client.uploadFile(new Blob([PNG], { type: 'image/png' }), 'dot.png')
    const session = await ada.client.session.create({ windows: [{ modelId: models.one }] })
    await say(ada.client, { sessionId: session.id, content: 'What is this?', attachmentIds: [fileId] })
    const seen = await latest(ada.client)
    expect(await ada.client.callLog.get({ id: seen.id })).toMatchObject({ replayObstacle: null })
    await ada.client.callLog.replay(toInput({ id: seen.id, modelIds: [models.one] }))
    await waitUntilIdle(app)
    const [first, again] = (await bodiesOf('one')).slice(-2)
    expect(JSON.stringify(first)).toContain('data:image/png;base64,')
    expect(again).toEqual(first)
    expect(await app.client.callLog.get({ id: seen.id })).toMatchObject({ replayObstacle: 'images' })
    const refusal = await app.client.callLog.replay(toInput({ id: seen.id })).catch(parseAppError)
    expect(refusal).toMatchObject({
      code: 'INVALID_INPUT',
      fields: { id: expect.stringContaining('images') },
    })
  })

  it('is refused of what is not on record, and of a session that hides its models', async () => {
    const tried = async (client: TestClient, id: string) => {
      const { replayObstacle } = await client.callLog.get({ id })
      const error = await client.callLog.replay(toInput({ id })).catch(parseAppError)
      expect(error).toMatchObject({ code: 'INVALID_INPUT', fields: { id: expect.any(String) } })
      return replayObstacle
    }
    await app.client.model.discover({ id: models.one })
    expect(await tried(app.client, (await latest(app.client)).id)).toBe('unrecorded')
    const blind = await ada.client.session.create({
      blind: true,
      windows: [{ modelId: models.blind }, { modelId: models.two }],
    })
    await say(ada.client, { sessionId: blind.id, content: 'Which are you?' })
    const { id } = await latest(ada.client)
    expect(await tried(ada.client, id)).toBe('hidden')
    expect(await tried(app.client, id)).toBe('hidden')
    await ada.client.session.reveal({ id: blind.id })
    expect(await ada.client.callLog.get({ id })).toMatchObject({ replayObstacle: null })
  })
})

describe('a replay of what was too long to keep', () => {
  it('is refused with the reason', async () => {
    await using small = await createTestApp({ CHATMORE_CALL_BODY_KB: '1' })
    const { id: modelId } = await small.createModel()
    const session = await small.client.session.create({ windows: [{ modelId }] })
    await small.client.message.send({
      ...{ sessionId: session.id, content: 'long '.repeat(300), clientMessageId: 'a-long-one' },
    })
    await waitUntilIdle(small)
    const { id } = (await small.client.callLog.list()).items[0]!
    expect(await small.client.callLog.get({ id })).toMatchObject({ isCut: true, replayObstacle: 'cut' })
  })
})
