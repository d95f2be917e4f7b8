import type { ServerResponse } from 'node:http'
import { answer, controlled, hang, refuse, type ScriptedUpstream } from '@chatmore/llm/testing'
import type { Call } from '@chatmore/api/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestAccount, type TestApp } from './create-test-app.ts'

const usage = { prompt_tokens: 1000, completion_tokens: 50 }
const question = { messages: [{ role: 'user', content: 'Why?' }] }

let app: TestApp
let upstream: ScriptedUpstream
let ada: TestAccount
/** From an endpoint that tells how its answer ends, and then is silent. */
let lingering: Promise<string>
beforeAll(async () => {
  app = await createTestApp()
  upstream = app.upstream
  ada = await app.createAccount()
  upstream.on('good', answer({ text: ['A ', 'good ', 'answer'], usage }))
  upstream.on('slow', controlled())
  const price = { currency: 'USD', inputPerMillion: '2', outputPerMillion: '10' } as const
  for (const model of ['good', 'slow', 'bad', 'keyless']) {
    await app.createModel({ name: `The ${model}`, model, price })
  }
  upstream.on('lingering', {
    kind: 'raw',
    run: ({ outgoing }) => {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
      outgoing.write(`${choiceOf(0, 'All', 'stop')}data: ${JSON.stringify({ choices: [], usage })}\n\n`)
    },
  })
  await app.createModel({ name: 'Lingering', model: 'lingering', timeouts: { idleMs: 3_600_000 } })
  const asking = complete(
    { ...question, model: 'Lingering', stream: true },
    { headers: { authorization: `Bearer ${app.admin.token}` } },
  )
  lingering = asking.then((response) => response.text())
})
afterAll(() => app[Symbol.asyncDispose]())

const post = (path: string, body: unknown, init: RequestInit = {}) =>
  fetch(`${app.url}/v1/${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
    headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json', ...init.headers },
  })
const complete = (body: unknown, init?: RequestInit) => post('chat/completions', body, init)

/** What the log says of the newest call, once there are as many as were made. */
async function nextCall(): Promise<Call> {
  const list = async () => (await ada.client.callLog.list({ source: 'relay', limit: 100 })).items
  calls += 1
  await expect.poll(async () => (await list()).length, { timeout: 30_000 }).toBe(calls)
  return (await list())[0]!
}
let calls = 0

const choiceOf = (index: number, content: string, reason: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index, delta: { content }, finish_reason: reason }] })}\n\n`

/** The data of a stream's events. */
const eventsOf = (text: string) =>
  text.split('\n\n').flatMap((event) => (event.startsWith('data: ') ? [event.slice(6)] : []))
const textOf = (text: string) =>
  eventsOf(text)
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data).choices[0]?.delta.content ?? '')
    .join('')

describe('the relay', () => {
  it('passes a request on as it came but for the model and the key, and the answer back', async () => {
    const body = `{ "model" : "The good", "seed": 12345678901234567890, "messages":[{"role":"user","content":"Why? ❤"}],"odd":{"a":[1.0]} }`
    const response = await complete(body, { headers: { 'x-request-id': 'mine-1' } })
    expect([response.status, response.headers.get('x-request-id')]).toEqual([200, 'mine-1'])
    const received = upstream.requests.at(-1)!
    expect(received.text).toBe(body.replace('"The good"', '"good"'))
    expect(received.headers.authorization).toMatch(/^Bearer sk-/)
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'A good answer' } }],
      usage,
    })
    expect(await nextCall()).toMatchObject({
      ...{ source: 'relay', modelName: 'The good', status: 'done', httpStatus: 200, finishReason: 'stop' },
      ...{
        promptTokens: 1000,
        completionTokens: 50,
        usageEstimated: false,
        cost: '0.0025',
        userId: ada.user.id,
      },
    })
  })

  it('streams, knows what was used though nobody asked, and tells it to those alone who did', async () => {
    const plain = await complete({ ...question, model: 'The good', stream: true })
    expect(plain.headers.get('content-type')).toContain('text/event-stream')
    const told = await plain.text()
    expect(textOf(told)).toBe('A good answer')
    expect(eventsOf(told).at(-1)).toBe('[DONE]')
    expect(told).not.toContain('usage')
    expect(upstream.requests.at(-1)!.body.stream_options).toEqual({ include_usage: true })
    expect(await nextCall()).toMatchObject({ status: 'done', promptTokens: 1000, usageEstimated: false })

    const body = { ...question, model: 'The good', stream: true, stream_options: { include_usage: true } }
    const asked = await (await complete(body)).text()
    expect(eventsOf(asked).filter((data) => data.includes('"prompt_tokens":1000'))).toHaveLength(1)
    expect(await nextCall()).toMatchObject({ promptTokens: 1000, completionTokens: 50 })
  })

  it('asks without it where the endpoint refuses to tell usage, and estimates', async () => {
    upstream.on('bad', {
      kind: 'raw',
      run: ({ request, outgoing }) => {
        const refused = 'stream_options' in request.body
        outgoing.writeHead(refused ? 400 : 200, {
          'content-type': refused ? 'text/plain' : 'text/event-stream',
        })
        const chunk = { choices: [{ index: 0, delta: { content: 'silent' }, finish_reason: 'stop' }] }
        outgoing.end(
          refused ? 'unknown field: stream_options' : `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`,
        )
      },
    })
    for (let round = 0; round < 2; round += 1) {
      const response = await complete({ ...question, model: 'The bad', stream: true })
      expect(textOf(await response.text())).toBe('silent')
      expect(await nextCall()).toMatchObject({ status: 'done', usageEstimated: true })
    }
    // The second time it was known.
    expect(upstream.requests.filter(({ model }) => model === 'bad')).toHaveLength(3)
  })

  it('stops the model when the caller leaves, and records what came until then', async () => {
    const leaving = new AbortController()
    const response = await complete(
      { ...question, model: 'The slow', stream: true },
      { signal: leaving.signal },
    )
    const stream = await upstream.nextStream({ model: 'slow' })
    stream.text('Only the beginning')
    const reader = response.body!.getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('Only the beginning')
    leaving.abort()
    await expect(reader.read()).rejects.toThrow()
    await stream.closed
    const call = await nextCall()
    expect(call).toMatchObject({ status: 'stopped', usageEstimated: true, errorCode: null })
    expect(call.completionTokens).toBeGreaterThan(0)
    const { request, response: answered } = await ada.client.callLog.get({ id: call.id })
    expect(JSON.parse(request!)).toMatchObject({ model: 'slow', ...question })
    expect(answered).toContain('Only the beginning')
  })

  it('gives the endpoint’s own refusal, but for what concerns its key', async () => {
    const body = {
      error: { message: 'max_tokens is too large', type: 'invalid_request_error', param: 'max_tokens' },
    }
    upstream.on('bad', refuse({ status: 422, body }))
    const refused = await complete({ ...question, model: 'The bad' })
    expect([refused.status, await refused.json()]).toEqual([422, body])
    expect(await nextCall()).toMatchObject({
      status: 'error',
      httpStatus: 422,
      promptTokens: null,
      cost: null,
    })

    upstream.on('bad', refuse({ status: 429, body, headers: { 'retry-after': '7' } }))
    const limited = await complete({ ...question, model: 'The bad' })
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7'])
    await limited.text()
    await nextCall()

    upstream.on(
      'keyless',
      refuse({ status: 401, body: { error: { message: 'Incorrect API key: sk-model-4' } } }),
    )
    const response = await complete({ ...question, model: 'The keyless' })
    const text = await response.text()
    expect(response.status).toBe(502)
    expect(JSON.parse(text)).toMatchObject({ error: { type: 'upstream_error', code: 'key_refused' } })
    expect(text).not.toContain('sk-')
    expect(await nextCall()).toMatchObject({ status: 'error', errorCode: 'KEY_REFUSED' })
  })

  it('cuts off what breaks in the middle, so that half an answer never looks whole', async () => {
    const response = await complete({ ...question, model: 'The slow', stream: true })
    const stream = await upstream.nextStream({ model: 'slow' })
    stream.text('Half')
    stream.cut()
    await expect(response.text()).rejects.toThrow()
    expect(await nextCall()).toMatchObject({ status: 'error', errorCode: 'CONNECTION_LOST' })
  })

  it('cuts off an answer of several choices too where one of them is not whole', async () => {
    upstream.on('bad', {
      kind: 'raw',
      run: ({ outgoing }) => {
        outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
        outgoing.write(choiceOf(0, 'All', 'stop') + choiceOf(1, 'Half'), () => outgoing.destroy())
      },
    })
    const response = await complete({ ...question, model: 'The bad', stream: true, n: 2 })
    await expect(response.text()).rejects.toThrow()
    expect(await nextCall()).toMatchObject({ status: 'error', errorCode: 'CONNECTION_LOST' })
  })

  it('lists the models that the key may use, and knows them by name and by id', async () => {
    const [hidden] = await Promise.all([
      app.createModel({ name: 'Hidden', model: 'good', access: { kind: 'roles', roles: ['admin'] } }),
      app.createModel({ name: 'Off', model: 'good', enabled: false }),
    ])
    const list = async (token: string) => {
      const response = await fetch(`${app.url}/v1/models`, { headers: { authorization: `Bearer ${token}` } })
      const { data } = (await response.json()) as { data: { id: string; object: string; created: number }[] }
      return data
    }
    const names = (await list(ada.token)).map(({ id }) => id)
    expect(names).toEqual(['The good', 'The slow', 'The bad', 'The keyless', 'Lingering'])
    expect((await list(app.admin.token)).map(({ id }) => id)).toEqual([...names, 'Hidden'])
    for (const model of ['Hidden', hidden.id, 'Off', 'Nothing']) {
      const response = await complete({ ...question, model })
      expect([model, response.status]).toEqual([model, 404])
      expect(await response.json()).toMatchObject({ error: { code: 'model_not_found', param: 'model' } })
    }
    const [{ id: goodId } = { id: '' }] = (await ada.client.model.list()).filter(
      ({ name }) => name === 'The good',
    )
    expect((await complete({ ...question, model: goodId })).status).toBe(200)
    await nextCall()
  })

  it('passes embeddings and responses through, with what they used', async () => {
    upstream.byDefault({
      kind: 'raw',
      run: ({ request, outgoing }) => {
        const used = request.path.endsWith('/embeddings')
          ? { prompt_tokens: 9, total_tokens: 9 }
          : { input_tokens: 11, output_tokens: 3, output_tokens_details: { reasoning_tokens: 2 } }
        outgoing.writeHead(200, { 'content-type': 'application/json' })
        outgoing.end(JSON.stringify({ path: request.path, usage: used }))
      },
    })
    await app.createModel({ name: 'Other', model: 'other' })
    const embedded = await post('embeddings', { model: 'Other', input: ['a'] })
    expect(await embedded.json()).toMatchObject({ path: '/v1/embeddings' })
    expect(await nextCall()).toMatchObject({ promptTokens: 9, status: 'done' })
    const responded = await post('responses', { model: 'Other', input: 'a' })
    expect(await responded.json()).toMatchObject({ path: '/v1/responses' })
    const call = await nextCall()
    expect(call).toMatchObject({
      promptTokens: 11,
      completionTokens: 3,
      reasoningTokens: 2,
      usageEstimated: false,
    })
  })

  it.each([
    ['no key', { authorization: '' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['a key that is none', { authorization: 'Bearer cm-nothing' }],
    ['a blank key', { authorization: 'Bearer ' }],
  ])('refuses %s, in OpenAI’s words', async (_, headers) => {
    for (const response of [
      await complete({ ...question, model: 'The good' }, { headers }),
      await fetch(`${app.url}/v1/models`, { headers }),
    ]) {
      expect(response.status).toBe(401)
      expect(await response.json()).toEqual({
        error: {
          message: expect.stringContaining('API key') as string,
          type: 'invalid_request_error',
          param: null,
          code: 'invalid_api_key',
        },
      })
    }
  })

  it('refuses a browser’s cookie', async () => {
    const response = await complete(
      { ...question, model: 'The good' },
      { headers: { authorization: '', cookie: ada.cookie } },
    )
    expect(response.status).toBe(401)
  })

  it.each([
    ['{', 'body', 'is not a JSON object'],
    ['[]', 'body', 'is not a JSON object'],
    [{ model: 'The good' }, 'messages', 'is not a list'],
    [{ model: 'The good', messages: 'x' }, 'messages', 'is not a list'],
    [{ model: 'The good', messages: [] }, 'messages', 'has no message'],
    [{ model: 'The good', messages: [{ role: 'robot', content: 'x' }] }, 'messages.0.role', 'is not system'],
    [
      { model: 'The good', messages: [{ role: 'user', content: 5 }] },
      'messages.0.content',
      'is neither text',
    ],
    [
      { model: 'The good', messages: [{ role: 'user', content: [5] }] },
      'messages.0.content',
      'is neither text',
    ],
    [{ ...question, model: '' }, 'model', 'is missing'],
    [question, 'model', 'is missing'],
    [{ ...question, model: 'The good', n: 1000 }, 'n', 'is more than 128'],
    [{ ...question, model: 'The good', stream: 'yes' }, 'stream', 'is neither true nor false'],
  ])('refuses %j and names the field', async (body, param, rule) => {
    const before = upstream.requests.length
    const response = await complete(body)
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: { param: string; message: string } }
    expect([error.param, error.message]).toEqual([param, expect.stringContaining(rule)])
    expect(upstream.requests.length).toBe(before)
  })

  it.each([
    ['GET', 'chat/completions', 405],
    ['POST', 'models', 405],
    ['GET', 'nothing', 404],
    ['POST', 'audio/speech', 404],
    ['POST', 'toString', 404],
    ['GET', 'models/%E0%A4%A', 404],
    ['GET', 'models/toString', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const response = await fetch(`${app.url}/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${ada.token}` },
    })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
  })

  it('refuses what is too large, compressed or no JSON before it asks anyone', async () => {
    const huge = complete(`{"model":"The good","x":"${'x'.repeat(33 * 1024 * 1024)}"}`)
    expect((await huge).status).toBe(413)
    expect((await complete('x', { headers: { 'content-encoding': 'gzip' } })).status).toBe(415)
    expect((await complete('x', { headers: { 'content-type': 'text/plain' } })).status).toBe(415)
  })

  it('ends with [DONE], whatever the connection does then, and tells of errors that come in its midst', async () => {
    const chunk = (delta: object, more: object = {}) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta, ...more }] })}\n\n`
    const stream = (events: string, ends: boolean) => ({
      kind: 'raw' as const,
      run: ({ outgoing }: { outgoing: ServerResponse }) => {
        outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
        outgoing.write(events)
        if (ends) outgoing.end()
      },
    })
    const ask = async () => (await complete({ ...question, model: 'The bad', stream: true })).text()
    upstream.on(
      'bad',
      stream(chunk({ content: 'All' }, { finish_reason: 'stop' }) + 'data: [DONE]\n\n', false),
    )
    expect(textOf(await ask())).toBe('All')
    expect(await nextCall()).toMatchObject({ status: 'done', finishReason: 'stop' })
    upstream.on('bad', stream(chunk({ content: 'Half' }), true))
    expect(textOf(await ask())).toBe('Half')
    expect(await nextCall()).toMatchObject({ status: 'incomplete' })
    const error = { error: { message: 'no more, said sk-model-3', code: 429 } }
    upstream.on('bad', stream(chunk({ content: 'Half' }) + `data: ${JSON.stringify(error)}\n\n`, true))
    const told = await ask()
    expect(told).toContain('no more, said [redacted]')
    expect(told).not.toContain('sk-model-3')
    const call = await nextCall()
    expect(call).toMatchObject({ status: 'error', errorCode: 'RATE_LIMITED' })
    const { response } = await app.client.callLog.get({ id: call.id })
    expect(response).toContain('no more')
    expect(response).not.toContain('sk-model-3')
  })

  it('leaves an endpoint that has told how its answer ends, and then neither says more nor ends it', async () => {
    const text = await lingering
    expect([textOf(text), eventsOf(text).length]).toEqual(['All', 1])
    const read = async () => {
      const { items } = await app.client.callLog.list({ source: 'relay', limit: 100 })
      return items.find(({ modelName }) => modelName === 'Lingering')
    }
    const told = { status: 'done', finishReason: 'stop', promptTokens: 1000, errorCode: null }
    await expect.poll(read, { timeout: 30_000 }).toMatchObject(told)
  })

  it('counts a large answer by what it tells at its end', async () => {
    upstream.on('other', {
      kind: 'raw',
      run: ({ outgoing }) => {
        outgoing.writeHead(200, { 'content-type': 'application/json' })
        outgoing.end(
          `{"data":["${'0.125,'.repeat(400_000)}"],"usage":{"prompt_tokens":70,"total_tokens":70}}`,
        )
      },
    })
    await (await post('embeddings', { model: 'Other', input: ['a'] })).text()
    expect(await nextCall()).toMatchObject({ promptTokens: 70, usageEstimated: false })
  })

  it('holds an answer to the longest that its model may give, and lets nobody name other models', async () => {
    await app.createModel({ name: 'Short', model: 'good', maxTokensLimit: 100 })
    for (const [given, sent] of [
      [{}, { max_tokens: 100 }],
      [{ max_tokens: 50 }, { max_tokens: 50 }],
      [{ max_completion_tokens: 5000 }, { max_completion_tokens: 100 }],
    ]) {
      expect((await complete({ ...question, ...given, model: 'Short' })).status).toBe(200)
      await nextCall()
      expect(upstream.requests.at(-1)!.body).toMatchObject(sent!)
    }
    const response = await complete({ ...question, model: 'Short', models: ['another'] })
    expect([response.status, await response.json()]).toMatchObject([400, { error: { param: 'models' } }])
  })

  it('takes its turn where the model’s endpoint takes one call at a time', async () => {
    upstream.on('narrow', controlled())
    await app.createModel({ name: 'Narrow', model: 'narrow', maxConcurrent: 1 })
    const first = complete({ ...question, model: 'Narrow' })
    const answering = await upstream.nextStream({ model: 'narrow' })
    const second = complete({ ...question, model: 'Narrow' })
    answering.text('One')
    answering.finish()
    await (await first).text()
    const next = await upstream.nextStream({ model: 'narrow' })
    expect(upstream.requests.filter(({ model }) => model === 'narrow')).toHaveLength(2)
    next.finish()
    await (await second).text()
  })
})

it('ends with the server what is open, and has it in the log', async () => {
  const response = await complete({ ...question, model: 'The slow', stream: true })
  const stream = await upstream.nextStream({ model: 'slow' })
  stream.text('Until now')
  const reader = response.body!.getReader()
  await reader.read()
  upstream.on('hung', hang())
  await app.createModel({ name: 'Hung', model: 'hung' })
  const unbegun = complete({ ...question, model: 'Hung' })
  await upstream.nextRequest({ model: 'hung' })
  await app.stop(0)
  await expect(reader.read()).rejects.toThrow()
  expect((await unbegun).status).toBe(503)
  const [rows] = await app.database.db.$client.query(
    "SELECT status, completion_tokens > 0 AS spoke FROM calls WHERE source = 'relay' AND status = 'interrupted' ORDER BY spoke",
  )
  expect(rows).toEqual([
    { status: 'interrupted', spoke: null },
    { status: 'interrupted', spoke: 1 },
  ])
})
