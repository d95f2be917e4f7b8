import type { Call } from '@chatmore/api/contract'
import { parseAppError } from '@chatmore/api/client'
import {
  answer,
  controlled,
  findClosedPortUrl,
  hang,
  inTurn,
  raw,
  refuse,
  type ScriptedUpstream,
} from '@chatmore/llm/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestApp, type TestAccount, type TestApp } from './create-test-app.ts'

const messages = [{ role: 'user' as const, content: 'Why?' }]
const patient = { timeout: 30_000 }

let app: TestApp
let upstream: ScriptedUpstream
let openai: OpenAI
let ada: TestAccount
const ids: Record<string, string> = {}

beforeAll(async () => {
  app = await createTestApp()
  upstream = app.upstream
  ada = await app.createAccount()
  for (const model of ['one', 'two', 'three', 'busy', 'limited']) {
    ids[model] = (await app.createModel({ name: model.toUpperCase(), model })).id
  }
  const hidden = {
    name: 'HIDDEN',
    model: 'hidden',
    access: { kind: 'roles' as const, roles: ['admin' as const] },
  }
  ids.hidden = (await app.createModel(hidden)).id
  ids.off = (await app.createModel({ name: 'OFF', model: 'off', enabled: false })).id
  openai = new OpenAI({ baseURL: `${app.url}/v1`, apiKey: ada.token, maxRetries: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

const complete = (body: object, init: RequestInit = {}) =>
  fetch(`${app.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messages, ...body }),
    ...init,
  })

/** A choice as ChatMore writes it beyond what OpenAI's types know. */
type Named = Partial<{ model: string; error: { code: string; status: number; message: string } }>
const named = <Choice extends object>(choice: Choice) => choice as Choice & Named

/** What the log has of the calls that a test has just made, once it is as many as were made. */
async function nextCalls(count: number): Promise<Call[]> {
  const listNew = async () => {
    const { items } = await app.client.callLog.list({ source: 'relay', limit: 100 })
    return items.filter(({ id }) => !known.has(id))
  }
  await expect.poll(async () => (await listNew()).length, patient).toBe(count)
  const found = await listNew()
  for (const { id } of found) known.add(id)
  return found
}
const known = new Set<string>()
/** A test that failed leaves nothing for the next to stumble over. */
beforeEach(async () => {
  const { items } = await app.client.callLog.list({ source: 'relay', limit: 100 })
  for (const { id } of items) known.add(id)
})

const setUp = (mode: 'fallback' | 'balance', models: string[]) =>
  app.client.relayName.create({
    ...{ name: `${mode} ${models.join(' ')} ${Math.random()}`, mode },
    modelIds: models.map((model) => ids[model]!),
  })

describe('one call of many models', () => {
  it('gives a choice of each as its chunks come, to OpenAI’s own client', async () => {
    for (const model of ['one', 'two']) upstream.on(model, controlled())
    const asking = openai.chat.completions.create({ model: 'ONE,  TWO', messages, stream: true })
    const first = await upstream.nextStream({ model: 'one' })
    const second = await upstream.nextStream({ model: 'two' })
    second.text('Second')
    const stream = (await asking)[Symbol.asyncIterator]()
    const next = async () => (await stream.next()).value as OpenAI.ChatCompletionChunk
    const heard = [await next()]
    first.text('First')
    heard.push(await next())
    second.text(' goes on')
    heard.push(await next())
    expect(heard.map(({ choices: [choice] }) => [choice!.index, choice!.delta.content])).toEqual([
      [1, 'Second'],
      [0, 'First'],
      [1, ' goes on'],
    ])
    expect(heard.map(({ choices }) => named(choices[0]!).model)).toEqual(['TWO', 'ONE', 'TWO'])
    expect(new Set(heard.map(({ id, model, object }) => `${id} ${model} ${object}`)).size).toBe(1)
    expect(heard[0]).toMatchObject({ model: 'ONE,  TWO', object: 'chat.completion.chunk' })
    first.finish()
    second.finish('length')
    const ends = [await next(), await next()].map(({ choices: [choice] }) => [
      choice!.index,
      choice!.finish_reason,
    ])
    expect(new Map(ends as [number, string][])).toEqual(
      new Map([
        [0, 'stop'],
        [1, 'length'],
      ]),
    )
    // Nobody asked what was used: it is in the log alone.
    expect((await stream.next()).done).toBe(true)
    for (const call of await nextCalls(2)) {
      expect(call).toMatchObject({ status: 'done', promptTokens: 11, usageEstimated: false, relayName: null })
    }
  })

  it('gives them whole and adds up what they used', async () => {
    const usage = (count: number) => ({ prompt_tokens: count, prompt_tokens_details: { cached_tokens: 1 } })
    upstream.on('one', answer({ text: ['One'], usage: usage(10) }))
    upstream.on('two', answer({ text: ['Two'], usage: usage(100) }))
    const body = { model: 'TWO,ONE,TWO', messages, tools: [], response_format: { type: 'text' as const } }
    const { choices, ...whole } = await openai.chat.completions.create(body)
    expect(choices.map(({ index, message }) => [index, message.content])).toEqual([
      [0, 'Two'],
      [1, 'One'],
      [2, 'Two'],
    ])
    expect(choices.map((choice) => named(choice).model)).toEqual(['TWO', 'ONE', 'TWO'])
    expect(whole).toMatchObject({
      ...{ object: 'chat.completion', model: 'TWO,ONE,TWO' },
      usage: { prompt_tokens: 210, prompt_tokens_details: { cached_tokens: 3 } },
    })
    expect(upstream.requests.at(-1)!.body).toMatchObject({ response_format: { type: 'text' }, tools: [] })
    await nextCalls(3)
  })

  it('gives n of each, their tools and logprobs, and tells in a stream what all used where that is asked', async () => {
    const chunk = (index: number, delta: object, more: object = {}) =>
      `data: ${JSON.stringify({ choices: [{ index, delta, ...more }] })}\n\n`
    const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }
    const logprobs = { content: [{ token: 'x', logprob: -1, bytes: null, top_logprobs: [] }] }
    const done = { finish_reason: 'stop' }
    upstream.on(
      'one',
      raw({
        body: [
          chunk(1, { content: 'b' }, { logprobs }),
          chunk(0, { tool_calls: [call] }),
          chunk(7, { content: 'nobody asked for it' }, done),
          chunk(0, {}, { finish_reason: 'tool_calls' }) + chunk(1, {}, done),
          'data: {"choices":[],"usage":{"prompt_tokens":5}}\n\ndata: [DONE]\n\n',
        ].join(''),
      }),
    )
    // Asked for a stream, this one answers in one piece.
    const whole = { choices: [0, 1].map((index) => ({ index, message: { content: 'w' }, ...done })) }
    const body = JSON.stringify({ ...whole, usage: { prompt_tokens: 7 } })
    upstream.on('two', raw({ headers: { 'content-type': 'application/json' }, body }))
    const stream = openai.chat.completions.stream({
      ...{ model: 'ONE,TWO', messages, n: 2 },
      stream_options: { include_usage: true },
    })
    const { choices, usage } = await stream.finalChatCompletion()
    expect(
      choices.map(({ index, message, finish_reason: reason }) => [index, message.content, reason]),
    ).toEqual([
      [0, null, 'tool_calls'],
      [1, 'b', 'stop'],
      [2, 'w', 'stop'],
      [3, 'w', 'stop'],
    ])
    expect(choices[0]!.message.tool_calls).toMatchObject([{ id: 'call_1', function: { name: 'f' } }])
    expect(choices[1]!.logprobs?.content?.[0]).toEqual(logprobs.content[0])
    expect(usage).toEqual({ prompt_tokens: 12 })
    await nextCalls(2)
  })

  it('tells a failure in the choice of its model, and goes on with the others', async () => {
    const refusal = refuse({ status: 422, body: { error: { message: 'no such thing', code: 'odd' } } })
    upstream.on('one', refusal)
    upstream.on('two', answer(['Fine']))
    upstream.on('three', controlled())
    const { choices } = await openai.chat.completions.create({ model: 'ONE,TWO', messages })
    expect(choices.map(named)).toMatchObject([
      {
        ...{ index: 0, model: 'ONE', finish_reason: 'stop' },
        message: { role: 'assistant', content: null, refusal: 'no such thing' },
        error: { code: 'odd', status: 422, message: 'no such thing' },
      },
      { index: 1, model: 'TWO', message: { content: 'Fine' } },
    ])
    const stream = openai.chat.completions.stream({ model: 'ONE,THREE,TWO', messages })
    const broken = await upstream.nextStream({ model: 'three' })
    const isHeard = new Promise<void>((resolve) => {
      stream.on('content', (text) => text === 'Half' && resolve())
    })
    broken.text('Half')
    await isHeard
    broken.cut()
    const streamed = (await stream.finalChatCompletion()).choices
    expect(streamed.map(named)).toMatchObject([
      { model: 'ONE', message: { refusal: 'no such thing' }, error: { status: 422 } },
      { model: 'THREE', message: { content: 'Half' }, error: { code: 'connection_lost', status: 502 } },
      { model: 'TWO', message: { content: 'Fine', refusal: null } },
    ])
    const calls = await nextCalls(5)
    expect(calls.map(({ modelName, status }) => `${modelName} ${status}`).sort()).toEqual([
      'ONE error',
      'ONE error',
      'THREE error',
      'TWO done',
      'TWO done',
    ])
  })

  it.each([true, false])(
    'is refused as the first is where none says anything (stream: %s)',
    async (stream) => {
      const body = { error: { message: 'slow down' } }
      upstream.on('busy', refuse({ status: 429, body, headers: { 'retry-after': '3' } }))
      upstream.on('two', refuse({ status: 500 }))
      const response = await complete({ model: 'BUSY,TWO', stream })
      expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
        429,
        '3',
        body,
      ])
      await nextCalls(2)
    },
  )

  it('ends every call when the client leaves', async () => {
    for (const model of ['one', 'two']) upstream.on(model, controlled())
    const leaving = new AbortController()
    const response = await Promise.all([
      complete({ model: 'ONE,TWO', stream: true }, { signal: leaving.signal }),
      upstream.nextStream({ model: 'one' }).then((first) => {
        first.text('Hello')
        return first
      }),
      upstream.nextStream({ model: 'two' }),
    ])
    const reader = response[0].body!.getReader()
    await reader.read()
    leaving.abort()
    await Promise.all([response[1].closed, response[2].closed])
    await expect(reader.read()).rejects.toThrow()
    expect((await nextCalls(2)).map(({ status }) => status)).toEqual(['stopped', 'stopped'])
  })

  it('knows the key’s user’s line-ups by name, without what that user may not use', async () => {
    for (const model of ['one', 'two']) upstream.on(model, answer([model]))
    const windows = ['two', 'off', 'one'].map((model) => ({ modelId: ids[model]! }))
    await ada.client.lineUp.create({ name: 'The two, side by side', windows: [windows[0]!, windows[2]!] })
    await app.client.lineUp.create({ name: 'Of an administrator', windows })
    const { choices } = await openai.chat.completions.create({ model: 'The two, side by side', messages })
    expect(choices.map(({ message }) => message.content)).toEqual(['two', 'one'])
    await expect(
      openai.chat.completions.create({ model: 'Of an administrator', messages }),
    ).rejects.toMatchObject({ status: 404 })
    const own = await complete({ model: 'Of an administrator' }, { headers: adminHeaders() })
    expect(((await own.json()) as OpenAI.ChatCompletion).choices).toHaveLength(2)
    await nextCalls(4)
  })

  it.each([
    ['ONE,HIDDEN', 404, 'HIDDEN'],
    ['OFF, ONE', 404, 'OFF'],
    ['ONE,nothing', 404, 'nothing'],
    ['ONE,,TWO', 400, 'beside one of its commas'],
    [Array.from({ length: 51 }, () => 'ONE').join(), 400, 'more than 50'],
  ])('refuses %s before it asks anyone', async (model, status, words) => {
    const before = upstream.requests.length
    const response = await complete({ model })
    const { error } = (await response.json()) as { error: { message: string; param: string } }
    expect([response.status, error.param]).toEqual([status, 'model'])
    expect(error.message).toContain(words)
    expect(upstream.requests.length).toBe(before)
  })

  it('asks many of chat completions alone', async () => {
    const response = await openai.embeddings
      .create({ model: 'ONE,TWO', input: 'x' })
      .catch((error: unknown) => error)
    expect(response).toMatchObject({ status: 400, param: 'model' })
  })
})

const adminHeaders = () => ({
  authorization: `Bearer ${app.admin.token}`,
  'content-type': 'application/json',
})

describe('a name for several models', () => {
  it('asks the next where one cannot answer, and has each call in the log', async () => {
    ids.gone = (await app.createModel({ name: 'GONE', model: 'gone', apiBase: await findClosedPortUrl() })).id
    const { name } = await setUp('fallback', ['hidden', 'off', 'gone', 'limited', 'two', 'three'])
    upstream.on('limited', refuse({ status: 429 }))
    upstream.on('two', refuse({ status: 500 }))
    upstream.on('three', answer(['The last']))
    const { choices } = await openai.chat.completions.create({ model: name, messages })
    expect(choices[0]!.message.content).toBe('The last')
    const calls = await nextCalls(4)
    expect(
      calls
        .map((call) => [call.relayAttempt, call.modelName, call.status, call.errorCode, call.relayName])
        .sort(),
    ).toEqual([
      [1, 'GONE', 'error', 'CONNECT_FAILED', name],
      [2, 'LIMITED', 'error', 'RATE_LIMITED', name],
      [3, 'TWO', 'error', 'UPSTREAM_ERROR', name],
      [4, 'THREE', 'done', null, name],
    ])
    const csv = await fetch(`${app.url}/calls.csv?source=relay`, { headers: adminHeaders() })
    expect(await csv.text()).toContain(`,${name},4,`)
    const listed = (await openai.models.list()).data.map(({ id }) => id)
    expect(listed).toEqual(expect.arrayContaining(['ONE', name, 'The two, side by side']))
    expect(listed).not.toContain('HIDDEN')
  })

  it('asks the next where the account of one is empty, whatever the status that says so', async () => {
    for (const model of ['broke', 'poor']) {
      ids[model] = (await app.createModel({ name: model.toUpperCase(), model })).id
    }
    const { name } = await setUp('fallback', ['broke', 'poor', 'one'])
    upstream.on('broke', refuse({ status: 402 }))
    upstream.on(
      'poor',
      refuse({ status: 400, body: { error: { message: 'Your credit balance is too low' } } }),
    )
    upstream.on('one', answer(['one']))
    const { choices } = await openai.chat.completions.create({ model: name, messages })
    expect(choices[0]!.message.content).toBe('one')
    const codes = (await nextCalls(3)).map(({ errorCode }) => errorCode)
    expect(codes.sort()).toEqual(['QUOTA_EXCEEDED', 'QUOTA_EXCEEDED', null])
    const alone = await complete({ model: 'BROKE' })
    const { error } = (await alone.json()) as { error: { code: string } }
    expect([alone.status, error.code]).toEqual([502, 'quota_exceeded'])
    await nextCalls(1)
  })

  it('tells what the last was refused with, and at once what is the caller’s own fault', async () => {
    const { name } = await setUp('fallback', ['one', 'two'])
    const body = { error: { message: 'busy' } }
    upstream.on('one', inTurn(refuse({ status: 503 }), refuse({ status: 400, body })))
    upstream.on('two', refuse({ status: 529, body }))
    const last = await complete({ model: name })
    expect([last.status, await last.json()]).toEqual([529, body])
    await nextCalls(2)
    const fault = await complete({ model: name })
    expect([fault.status, await fault.json()]).toEqual([400, body])
    await nextCalls(1)
  })

  it('asks the next where the first goes before its first byte, and nobody after it', async () => {
    const { name } = await setUp('fallback', ['one', 'two'])
    upstream.on('one', controlled())
    upstream.on('two', answer(['Instead']))
    const silent = complete({ model: name, stream: true })
    const headless = await upstream.nextStream({ model: 'one' })
    headless.cut()
    expect(await (await silent).text()).toContain('Instead')
    await nextCalls(2)
    const cutOff = complete({ model: name, stream: true })
    const stream = await upstream.nextStream({ model: 'one' })
    stream.text('Half')
    const response = await cutOff
    stream.cut()
    await expect(response.text()).rejects.toThrow()
    expect(await nextCalls(1)).toMatchObject([{ relayAttempt: 1, errorCode: 'CONNECTION_LOST' }])
  })

  it('asks the next where the first takes too long to begin', async () => {
    const timeouts = { firstTokenMs: 300 }
    ids.silent = (await app.createModel({ name: 'SILENT', model: 'silent', timeouts })).id
    const { name } = await setUp('fallback', ['silent', 'two'])
    upstream.on('silent', hang())
    upstream.on('two', answer(['two']))
    const { choices } = await openai.chat.completions.create({ model: name, messages })
    expect(choices[0]!.message.content).toBe('two')
    const calls = await nextCalls(2)
    expect(calls.map(({ errorCode }) => errorCode).sort()).toEqual(['FIRST_TOKEN_TIMEOUT', null])
  })

  it('balances over its models by turns, and lets the others stand in', async () => {
    const { name } = await setUp('balance', ['one', 'two', 'three'])
    upstream.on('one', answer(['one']))
    upstream.on('two', answer(['two']))
    upstream.on('three', inTurn(answer(['three']), refuse({ status: 500 })))
    const said: (string | null | undefined)[] = []
    for (let time = 0; time < 6; time += 1) {
      const { choices } = await openai.chat.completions.create({ model: name, messages })
      said.push(choices[0]!.message.content)
    }
    expect(said).toEqual(['one', 'two', 'three', 'one', 'two', 'one'])
    await nextCalls(7)
  })

  it('passes over a model whose keys are all set aside', async () => {
    ids.keyless = (await app.createModel({ name: 'KEYLESS', model: 'keyless' })).id
    const { name } = await setUp('fallback', ['keyless', 'one'])
    upstream.on('keyless', refuse({ status: 401 }))
    upstream.on('one', answer(['one']))
    const ask = () => openai.chat.completions.create({ model: name, messages })
    await ask()
    await nextCalls(2)
    const isSetAside = async () =>
      (await app.client.model.get({ id: ids.keyless! })).keys.every(({ state }) => state === 'setAside')
    await expect.poll(isSetAside, patient).toBe(true)
    await ask()
    expect(await nextCalls(1)).toMatchObject([{ modelName: 'ONE', relayAttempt: 1 }])
  })

  it('is one of many, too', async () => {
    const { name } = await setUp('fallback', ['one', 'two'])
    upstream.on('one', refuse({ status: 500 }))
    upstream.on('two', answer(['two']))
    const { choices } = await openai.chat.completions.create({ model: `${name},TWO`, messages })
    expect(choices.map((choice) => [named(choice).model, choice.message.content])).toEqual([
      [name, 'two'],
      ['TWO', 'two'],
    ])
    await nextCalls(3)
  })

  it('does not exist for whom none of its models is', async () => {
    const { name } = await setUp('fallback', ['hidden', 'off'])
    expect((await complete({ model: name })).status).toBe(404)
    expect((await openai.models.list()).data.map(({ id }) => id)).not.toContain(name)
  })

  it('is changed, removed and on record, and refused by field and rule', async () => {
    const { id, name } = await setUp('fallback', ['one'])
    const refused = (call: Promise<unknown>) =>
      call.then(
        () => null,
        (error: unknown) => parseAppError(error)?.fields,
      )
    const values = { mode: 'balance' as const, modelIds: [ids.one!] }
    const { create, update } = app.client.relayName
    expect(await refused(create({ ...values, name: 'ONE' }))).toEqual({ name: 'is the name of a model' })
    expect(await refused(create({ ...values, name }))).toEqual({ name: 'is taken by another relay name' })
    expect(await refused(create({ ...values, name: 'x', modelIds: [] }))).toEqual({
      modelIds: 'is empty: choose at least one model',
    })
    expect(await refused(create({ ...values, name: 'x', modelIds: [ids.one!, ids.one!] }))).toEqual({
      modelIds: 'has a model twice',
    })
    const unknown = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
    expect(await refused(update({ id, modelIds: [unknown] }))).toEqual({
      'modelIds.0': 'is not a known model',
    })
    expect(await refused(update({ id: unknown, name: 'x' }))).toBeUndefined()
    const changed = await update({ id, name: 'renamed', modelIds: [ids.off!, ids.one!] })
    expect(changed).toMatchObject({
      ...{ name: 'renamed', mode: 'fallback' },
      models: [
        { name: 'OFF', obstacle: 'disabled' },
        { name: 'ONE', obstacle: null },
      ],
    })
    expect(await app.client.relayName.list()).toContainEqual(changed)
    await app.client.relayName.remove({ id })
    expect((await complete({ model: 'renamed' })).status).toBe(404)
    const { items } = await app.client.audit.list({ search: 'renamed' })
    expect(items).toMatchObject([
      { action: 'relayName.removed' },
      { action: 'relayName.updated', details: { before: name, after: 'renamed', behind: 'OFF, ONE' } },
    ])
  })
})

it('cuts off with the server what many are saying, and has each in the log', async () => {
  for (const model of ['one', 'two']) upstream.on(model, controlled())
  const asking = complete({ model: 'ONE,TWO', stream: true })
  const first = await upstream.nextStream({ model: 'one' })
  await upstream.nextStream({ model: 'two' })
  first.text('Until now')
  const reader = (await asking).body!.getReader()
  await reader.read()
  await app.stop(0)
  await expect(reader.read()).rejects.toThrow()
  const [rows] = await app.database.db.$client.query(
    "SELECT COUNT(*) AS count FROM calls WHERE source = 'relay' AND status = 'interrupted'",
  )
  expect(rows).toMatchObject([{ count: 2 }])
})
