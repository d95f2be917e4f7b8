import { parseAppError } from '@chatmore/api/client'
import type { Call, CallListInput, StatsSummary } from '@chatmore/api/contract'
import { answer, controlled, refuse } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp, type TestClient } from './create-test-app.ts'
import { waitUntilIdle } from './database-fingerprint.ts'

const price = { currency: 'USD', inputPerMillion: '2.5', outputPerMillion: '10.000002' } as const
const usage = {
  prompt_tokens: 1000,
  completion_tokens: 50,
  prompt_tokens_details: { cached_tokens: 600 },
  completion_tokens_details: { reasoning_tokens: 20 },
}
/** 1000 and 50 tokens at that price, worked out by hand. */
const COST = '0.0030000001'

let app: TestApp
let ada: TestClient
let adaId: string
let models: Record<'good' | 'bad' | 'slow' | 'mute', string>
let sent: Record<'good' | 'bad' | 'slow' | 'mute', { windowId: string; messageId: string }>
let sessionId: string

beforeAll(async () => {
  app = await createTestApp()
  const account = await app.createAccount()
  ada = account.client
  adaId = account.user.id
  app.upstream.on('good', answer({ text: ['A ', 'good ', 'answer'], reasoning: ['Hm'], usage }))
  app.upstream.on('bad', refuse({ status: 400, body: { error: { message: 'inner-words of 10.0.0.7' } } }))
  app.upstream.on('slow', controlled())
  // Tells no usage, whatever it is asked.
  app.upstream.on('mute', {
    kind: 'raw',
    run: ({ outgoing }) => {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
      const chunk = { choices: [{ index: 0, delta: { content: 'silent' }, finish_reason: 'stop' }] }
      outgoing.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`)
    },
  })
  const create = async (model: string) => (await app.createModel({ name: `The ${model}`, model, price })).id
  models = {
    good: await create('good'),
    bad: await create('bad'),
    slow: await create('slow'),
    mute: await create('mute'),
  }
  await send()
})
afterAll(() => app[Symbol.asyncDispose]())

/** One broadcast to all four, the slow one stopped, then a retry, a merge, and two calls of an administrator. */
async function send(): Promise<void> {
  const kinds = ['good', 'bad', 'slow', 'mute'] as const
  const session = await ada.session.create({ windows: kinds.map((kind) => ({ modelId: models[kind] })) })
  sessionId = session.id
  const { turns } = await ada.message.send({ sessionId, content: 'Which?', clientMessageId: 'the-question' })
  sent = Object.fromEntries(
    kinds.map((kind, index) => {
      const { windowId, assistantMessageId } = turns[index]!
      return [kind, { windowId, messageId: assistantMessageId }]
    }),
  ) as typeof sent
  const stream = await app.upstream.nextStream({ model: 'slow' })
  stream.text('Only the beginning')
  await untilText(sent.slow.windowId)
  await ada.message.stop({ sessionId, messageIds: [sent.slow.messageId] })
  await waitUntilIdle(app)
  const { assistantMessageId: retried } = await ada.message.retry({ messageId: sent.good.messageId })
  await waitUntilIdle(app)
  await ada.message.merge({
    sessionId,
    messageIds: [sent.mute.messageId, retried],
    modelId: models.good,
    prompt: 'Make it better.',
    clientMessageId: 'the-merge',
  })
  await waitUntilIdle(app)
  await app.client.model.test({ id: models.good })
  await app.client.model.discover({ id: models.good })
}

/** Until some of the stopped answer's text is on its way, so that there is something to count. */
async function untilText(windowId: string): Promise<void> {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline) {
    const { items } = await ada.message.list({ windowId })
    if (items.some(({ role, content }) => role === 'assistant' && content !== '')) return
  }
  throw new Error('no text came')
}

async function listAll(client: TestClient, filter: CallListInput = {}): Promise<Call[]> {
  const calls: Call[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<TestClient['callLog']['list']>> = await client.callLog.list({
      ...filter,
      limit: 2,
      cursor,
    })
    expect(page.items.length).toBeLessThanOrEqual(2)
    calls.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return calls
}

const sum = (calls: Call[], name: 'promptTokens' | 'completionTokens' | 'reasoningTokens' | 'cachedTokens') =>
  calls.reduce((total, call) => total + (call[name] ?? 0), 0)

/** In units of the tenth decimal place. */
const toUnits = (cost: string | null) => {
  const [whole = '0', fraction = ''] = (cost ?? '0').split('.')
  return BigInt(whole + fraction.padEnd(10, '0'))
}

function expectSums(summary: StatsSummary, calls: Call[]): void {
  expect(summary).toMatchObject({
    calls: calls.length,
    errors: calls.filter(({ status }) => status === 'error').length,
    estimated: calls.filter(({ usageEstimated }) => usageEstimated).length,
    promptTokens: sum(calls, 'promptTokens'),
    completionTokens: sum(calls, 'completionTokens'),
    reasoningTokens: sum(calls, 'reasoningTokens'),
    cachedTokens: sum(calls, 'cachedTokens'),
  })
  expect(toUnits(summary.cost)).toBe(calls.reduce((total, { cost }) => total + toUnits(cost), 0n))
  for (const part of [summary.rows, summary.models, summary.days, summary.users, summary.workspaces]) {
    expect(part.reduce((total, row) => total + row.calls, 0)).toBe(summary.calls)
    expect(part.reduce((total, row) => total + toUnits(row.cost), 0n)).toBe(toUnits(summary.cost))
  }
}

describe('the call log', () => {
  it('has one row for each call to a model, newest first, whatever it was made for', async () => {
    const calls = await listAll(app.client)
    const kinds = calls.map(({ source, upstreamModel, status }) => `${source} ${upstreamModel} ${status}`)
    expect(kinds.slice(0, 2)).toEqual(['discover good error', 'test good done'])
    expect(kinds.slice(2).sort()).toEqual([
      'merge good done',
      'retry good done',
      'window bad error',
      'window good done',
      'window mute done',
      'window slow stopped',
    ])
    const times = calls.map(({ createdAt }) => createdAt)
    expect(times).toEqual([...times].sort().reverse())
  })

  it('has the usage that was told, once, and what it cost to the last decimal place', async () => {
    const calls = await listAll(ada)
    const good = calls.find(({ messageId }) => messageId === sent.good.messageId)
    expect(good).toMatchObject({
      userId: adaId,
      sessionId,
      modelId: models.good,
      modelName: 'The good',
      status: 'done',
      finishReason: 'stop',
      httpStatus: 200,
      promptTokens: 1000,
      completionTokens: 50,
      reasoningTokens: 20,
      cachedTokens: 600,
      usageEstimated: false,
      price,
      cost: COST,
      currency: 'USD',
    })
    expect(good!.ttftMs).toBeGreaterThanOrEqual(0)
    expect(good!.latencyMs).toBeGreaterThanOrEqual(good!.ttftMs!)
  })

  it('has an estimate, marked as one, of what was stopped and of what told no usage', async () => {
    const calls = await listAll(ada)
    for (const kind of ['slow', 'mute'] as const) {
      const call = calls.find(({ messageId }) => messageId === sent[kind].messageId)!
      expect(call.usageEstimated).toBe(true)
      expect(call.promptTokens).toBeGreaterThan(0)
      expect(call.completionTokens).toBeGreaterThan(0)
      expect(toUnits(call.cost)).toBeGreaterThan(0n)
    }
  })

  it('charges nothing for a call that was refused, and says why it was', async () => {
    const [call] = await listAll(ada, { status: 'error' })
    expect(call).toMatchObject({
      errorCode: 'REQUEST_REFUSED',
      httpStatus: 400,
      promptTokens: null,
      cost: null,
    })
  })

  it('gives by each filter exactly the calls that it means', async () => {
    const all = await listAll(app.client)
    const middle = all[4]!.createdAt
    const cases: [CallListInput, (call: Call) => boolean][] = [
      [{ source: 'window' }, ({ source }) => source === 'window'],
      [{ source: 'discover' }, ({ source }) => source === 'discover'],
      [{ status: 'done' }, ({ status }) => status === 'done'],
      [{ modelId: models.good }, ({ modelId }) => modelId === models.good],
      [{ userId: adaId }, ({ userId }) => userId === adaId],
      [
        { userId: adaId, status: 'error', modelId: models.bad },
        ({ upstreamModel }) => upstreamModel === 'bad',
      ],
      [{ userId: adaId, modelId: models.mute, status: 'error' }, () => false],
      [{ from: middle }, ({ createdAt }) => createdAt >= middle],
      [{ to: middle }, ({ createdAt }) => createdAt < middle],
      [{ from: '2020-01-01', to: '2020-01-02' }, () => false],
      [{ search: 'SILENT' }, ({ upstreamModel }) => upstreamModel === 'mute'],
      [{ search: 'slow', status: 'stopped' }, ({ upstreamModel }) => upstreamModel === 'slow'],
      [{ search: 'inner-words' }, ({ upstreamModel }) => upstreamModel === 'bad'],
      [{ search: '%' }, () => false],
    ]
    for (const [filter, isMeant] of cases) {
      const found = await listAll(app.client, filter)
      expect([filter, found.map(({ id }) => id)]).toEqual([filter, all.filter(isMeant).map(({ id }) => id)])
    }
  })

  it('shows people their own calls alone, and the endpoint’s own words to administrators alone', async () => {
    const bob = await app.createUser()
    expect(await listAll(bob)).toEqual([])
    expect(await listAll(bob, { userId: adaId })).toEqual([])
    const own = await listAll(ada)
    expect(own.map(({ source }) => source).sort()).toEqual([
      ...['merge', 'retry', 'window', 'window', 'window', 'window'],
    ])
    const { id } = own.find(({ status }) => status === 'error')!
    const refusal = await bob.callLog.get({ id }).catch(parseAppError)
    expect(refusal).toMatchObject({ code: 'NOT_FOUND' })
    expect((await ada.callLog.get({ id })).errorDetail).toBeNull()
    expect((await app.client.callLog.get({ id })).errorDetail).toContain('inner-words')
    expect(await listAll(ada, { search: 'inner-words' })).toEqual([])
  })

  it('keeps what was sent and answered, word for word, and not where the model’s is not to be kept', async () => {
    const { id } = (await listAll(ada)).find(({ messageId }) => messageId === sent.good.messageId)!
    const call = await ada.callLog.get({ id })
    const received = app.upstream.requests.find(({ model }) => model === 'good')!
    expect(JSON.parse(call.request!)).toEqual(received.body)
    expect(JSON.parse(call.response!)).toMatchObject({
      content: 'A good answer',
      reasoning: 'Hm',
      finish_reason: 'stop',
      usage: { promptTokens: 1000, completionTokens: 50 },
    })
    expect(call).toMatchObject({ isRecorded: true, isCut: false, requestSize: call.request!.length })
    await app.client.model.update({ id: models.good, recordBodies: false })
    await ada.message.retry({ messageId: sent.good.messageId })
    await waitUntilIdle(app)
    await app.client.model.update({ id: models.good, recordBodies: true })
    const [last] = (await ada.callLog.list({ limit: 1 })).items
    expect(await ada.callLog.get({ id: last!.id })).toMatchObject({
      source: 'retry',
      isRecorded: false,
      request: null,
      response: null,
    })
  })

  it('keeps of a refusal what was sent, and of a test too', async () => {
    const calls = await listAll(app.client)
    const refused = calls.find(({ upstreamModel }) => upstreamModel === 'bad')!
    const detail = await app.client.callLog.get({ id: refused.id })
    expect(detail.request).toContain('Which?')
    const tested = calls.find(({ source }) => source === 'test')!
    expect((await app.client.callLog.get({ id: tested.id })).request).toContain('Reply with the word OK')
  })

  it.each([
    [{ limit: 101 }, 'limit', 'from 1 to 100'],
    [{ limit: 0 }, 'limit', 'from 1 to 100'],
    [{ from: 'yesterday' }, 'from', 'is not a time'],
    [{ to: '2026-02-31' }, 'to', 'is not a time'],
    [{ status: 'pending' }, 'status', 'is not one of'],
    [{ source: 'post' }, 'source', 'is not one of'],
    [{ userId: 'x' }, 'userId', 'is not a valid id'],
    [{ modelId: 5 }, 'modelId', ''],
    [{ search: 'x'.repeat(201) }, 'search', 'is longer than 200'],
    [{ cursor: 'abc' }, 'cursor', 'is not a valid cursor'],
    [{ unknown: 1 }, 'unknown', ''],
  ])('refuses %j and names the field', async (input, field, rule) => {
    const error = await ada.callLog.list(input as never).catch(parseAppError)
    expect(error).toMatchObject({ code: 'INVALID_INPUT', fields: { [field]: expect.stringContaining(rule) } })
  })
})

describe('statistics', () => {
  it('are the sums of the log, for an administrator of all and for a user of their own', async () => {
    expectSums(await app.client.stats.summary(), await listAll(app.client))
    expectSums(await ada.stats.summary({}), await listAll(ada))
    expectSums(await app.client.stats.summary({ userId: adaId }), await listAll(ada))
    const ofModel = { modelId: models.good }
    expectSums(await app.client.stats.summary(ofModel), await listAll(app.client, ofModel))
  })

  it('tell how long calls took and how fast they spoke, by model and day', async () => {
    const { rows, models: byModel } = await app.client.stats.summary()
    const good = rows.find(({ modelId }) => modelId === models.good)!
    expect(good).toMatchObject({ modelName: 'The good', day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
    const own = (await listAll(app.client, { modelId: models.good })).filter(
      ({ status }) => status === 'done',
    )
    for (const [median, slowest, times] of [
      [good.ttftP50Ms!, good.ttftP95Ms!, own.map(({ ttftMs }) => ttftMs!)],
      [good.latencyP50Ms!, good.latencyP95Ms!, own.map(({ latencyMs }) => latencyMs!)],
    ] as const) {
      const most = Math.max(...times)
      expect(Math.abs(slowest - most)).toBeLessThanOrEqual(most * 0.091 + 1)
      expect(median).toBeLessThanOrEqual(slowest)
    }
    const { latencyP50Ms } = await ada.stats.summary()
    for (const part of ['users', 'workspaces'] as const) {
      expect((await ada.stats.summary())[part].map((row) => row.latencyP50Ms)).toEqual([latencyP50Ms])
    }
    expect(byModel.map(({ calls }) => calls)).toEqual(
      [...byModel.map(({ calls }) => calls)].sort((a, b) => b - a),
    )
  })

  it('count the days that were asked for, and nothing of a stranger’s', async () => {
    const today = new Date().toISOString().slice(0, 10)
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    const [{ day } = { day: today }] = (await app.client.stats.summary()).days
    expect((await app.client.stats.summary({ from: day })).calls).toBeGreaterThan(0)
    expect(await app.client.stats.summary({ to: day })).toMatchObject({ calls: 0, rows: [], cost: '0' })
    expect((await app.client.stats.summary({ from: day, to: tomorrow })).calls).toBeGreaterThan(0)
    const bob = await app.createUser()
    expect(await bob.stats.summary({ userId: adaId })).toMatchObject({ calls: 0, users: [] })
    const error = await bob.stats.summary({ from: 'x' }).catch(parseAppError)
    expect(error).toMatchObject({ fields: { from: expect.stringContaining('is not a time') } })
  })
})

describe('the log as a file', () => {
  const read = (path: string, token = app.admin.token) =>
    fetch(`${app.url}${path}`, { headers: token === '' ? {} : { authorization: `Bearer ${token}` } })

  it('has as JSON lines what the list has', async () => {
    const response = await read('/calls.jsonl')
    expect(response.headers.get('content-type')).toContain('application/x-ndjson')
    expect(response.headers.get('content-disposition')).toContain('calls.jsonl')
    const lines = (await response.text()).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as Call)).toEqual(await listAll(app.client))
  })

  it('has as CSV the same sums, by the same filters', async () => {
    const calls = await listAll(app.client, { userId: adaId, status: 'done' })
    const text = await (await read(`/calls.csv?userId=${adaId}&status=done`)).text()
    const [names = '', ...lines] = text.trimEnd().split('\r\n')
    const at = (name: string) => names.split(',').indexOf(name)
    const cells = lines.map((line) => line.split(','))
    expect(cells.map((row) => row[at('id')])).toEqual(calls.map(({ id }) => id))
    const total = (name: string) => cells.reduce((sum, row) => sum + Number(row[at(name)]), 0)
    expect(total('promptTokens')).toBe(sum(calls, 'promptTokens'))
    expect(total('completionTokens')).toBe(sum(calls, 'completionTokens'))
    const cost = cells.reduce((sum, row) => sum + toUnits(row[at('cost')]!), 0n)
    expect(cost).toBe(calls.reduce((sum, call) => sum + toUnits(call.cost), 0n))
  })

  it('gives away no formula, nothing of another’s, and nothing to nobody', async () => {
    const { id } = await app.createModel({ name: '=HYPERLINK("http://x")', model: 'formula' })
    await app.client.model.test({ id })
    const csv = await (await read(`/calls.csv?modelId=${id}`)).text()
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(csv).not.toMatch(/(^|,)=/m)
    const bob = await app.createAccount()
    expect(await (await read('/calls.jsonl', bob.token)).text()).toBe('')
    expect((await read('/calls.csv', '')).status).toBe(401)
    const refused = await read('/calls.csv?status=pending&nonsense=1')
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('is not a known field')
  })
})
