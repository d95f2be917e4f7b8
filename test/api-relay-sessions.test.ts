import { isInFlight, type Message, type WatchEvent } from '@chatmore/api/contract'
import { transact } from '@chatmore/db'
import { answer, controlled, hang, raw, refuse, sampleImages } from '@chatmore/llm/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestAccount, type TestApp } from './create-test-app.ts'
import { checkCalls } from './faults/support/check-calls.ts'

type Given = OpenAI.ChatCompletionMessageParam

const HEADER = 'X-ChatMore-Session'
const usage = { prompt_tokens: 100, completion_tokens: 5, total_tokens: 105 }
const POLL = { timeout: 30_000 }

let app: TestApp
let ada: TestAccount
let openai: OpenAI
beforeAll(async () => {
  app = await createTestApp()
  ada = await app.createAccount()
  const price = { currency: 'USD', inputPerMillion: '2', outputPerMillion: '10' } as const
  for (const model of ['good', 'other', 'slow', 'bad']) {
    await app.createModel({ name: `The ${model}`, model, price })
  }
  app.upstream.on('good', answer({ text: ['A ', 'good ', 'answer'], usage }))
  app.upstream.on('other', answer({ text: ['Another answer'], usage }))
  app.upstream.on('slow', controlled())
  openai = toOpenAi(ada)
})
afterAll(() => app[Symbol.asyncDispose]())

const toOpenAi = ({ token }: TestAccount) =>
  new OpenAI({ baseURL: `${app.url}/v1`, apiKey: token, maxRetries: 0 })
const user = (content: string): Given => ({ role: 'user', content })
const assistant = (content: string): Given => ({ role: 'assistant', content })

interface Asked {
  messages: Given[]
  model?: string
  session?: string
  signal?: AbortSignal
  client?: OpenAI
}

/** Asks in one piece. */
async function ask({ messages, model = 'The good', session = 'new', signal, client = openai }: Asked) {
  const options = { headers: { [HEADER]: session }, ...(signal && { signal }) }
  const { data, response } = await client.chat.completions.create({ model, messages }, options).withResponse()
  return { sessionId: response.headers.get(HEADER)!, text: data.choices[0]!.message.content! }
}

/** Asks for a stream, and resolves once its head is there. */
async function stream({
  messages,
  model = 'The slow',
  session = 'new',
  signal,
  from = model.replace('The ', ''),
}: Asked & { from?: string }) {
  const options = { headers: { [HEADER]: session }, ...(signal && { signal }) }
  const asked = openai.chat.completions.create({ model, messages, stream: true }, options)
  const upstream = await app.upstream.nextStream({ model: from })
  const { data, response } = await asked.withResponse()
  const read = async () => {
    let text = ''
    for await (const chunk of data) text += chunk.choices[0]?.delta.content ?? ''
    return text
  }
  return { upstream, read, sessionId: response.headers.get(HEADER)! }
}

async function read(sessionId: string, client = ada.client) {
  const session = await client.session.get({ id: sessionId })
  const windows = await Promise.all(
    session.windows.map(async (window) => {
      const { items } = await client.message.list({ windowId: window.id })
      return { ...window, messages: items }
    }),
  )
  return { ...session, windows }
}
/** The same once its answers are stored, which is a moment after they are given. */
async function readEnded(sessionId: string) {
  const isEnded = async () => {
    const { windows } = await read(sessionId)
    return windows.every(({ messages }) => messages.every(({ status }) => !isInFlight(status)))
  }
  await expect.poll(isEnded, POLL).toBe(true)
  return read(sessionId)
}
const said = (messages: Message[]) => messages.map(({ role, content }) => [role, content])
const lastOf = (session: Awaited<ReturnType<typeof read>>, window = 0) =>
  session.windows[window]!.messages.at(-1)!
const ended = (sessionId: string) => expect.poll(async () => lastOf(await read(sessionId)).status, POLL)

it('makes a session of a request, goes on with it twice, and lets people go on then', async () => {
  const system: Given[] = [
    { role: 'system', content: 'Be brief.' },
    { role: 'developer', content: 'Be kind.' },
  ]
  const first = await ask({ messages: [...system, user('Why is the sky blue?')] })
  expect(first.text).toBe('A good answer')
  const made = await read(first.sessionId)
  expect(made).toMatchObject({ title: 'Why is the sky blue?', systemMessage: 'Be brief.\n\nBe kind.' })
  expect(made.windows.map(({ name, modelName }) => [name, modelName])).toEqual([['The good', 'The good']])
  const messages = [...system, user('Why is the sky blue?')]
  for (const question of ['And the sea?', 'And the wood?']) {
    messages.push(assistant(' A good answer\n'), user(question))
    expect(await ask({ messages, session: first.sessionId })).toMatchObject({ sessionId: first.sessionId })
  }
  const [window, ...others] = (await readEnded(first.sessionId)).windows
  expect(others).toEqual([])
  expect(said(window!.messages)).toEqual([
    ['user', 'Why is the sky blue?'],
    ['assistant', 'A good answer'],
    ['user', 'And the sea?'],
    ['assistant', 'A good answer'],
    ['user', 'And the wood?'],
    ['assistant', 'A good answer'],
  ])
  const { sessionId } = first
  await ada.client.message.send({ sessionId, content: 'By hand', clientMessageId: 'sent-by-hand' })
  await ended(sessionId).toBe('done')
  expect(app.upstream.requests.at(-1)!.body.messages).toEqual([
    { role: 'system', content: 'Be brief.\n\nBe kind.' },
    ...said(window!.messages).map(([role, content]) => ({ role, content })),
    { role: 'user', content: 'By hand' },
  ])
})

it('has all of an answer that any answer has, and its call in the log once', async () => {
  const { sessionId } = await ask({ messages: [user('What does it take?')] })
  const message = lastOf(await readEnded(sessionId))
  expect(message).toMatchObject({
    ...{ status: 'done', finishReason: 'stop', promptTokens: 100, completionTokens: 5, cost: '0.00025' },
    ...{ usageEstimated: false, modelName: 'The good', attempt: 1 },
  })
  expect(message.ttftMs).not.toBeNull()
  const { items } = await ada.client.callLog.list({ source: 'relay', limit: 100 })
  const own = items.filter((call) => call.messageId === message.id)
  expect(own).toMatchObject([{ sessionId, status: 'done', promptTokens: 100, httpStatus: 200 }])
  const { request, response } = await ada.client.callLog.get({ id: own[0]!.id })
  expect(JSON.parse(request!)).toMatchObject({ model: 'good', messages: [user('What does it take?')] })
  expect(JSON.parse(response!)).toMatchObject({ object: 'chat.completion', usage })
  expect(await ada.client.message.context({ messageId: message.id })).toMatchObject({ isRecorded: true })
})

it('gives a history that no window has a window of its own, and leaves the others as they are', async () => {
  const { sessionId } = await ask({ messages: [user('One')] })
  await ask({ session: sessionId, messages: [user('One'), assistant('What it never said'), user('Two')] })
  await ask({ session: sessionId, messages: [user('One'), assistant('A good answer'), user('Two')] })
  await ask({
    session: sessionId,
    model: 'The other',
    messages: [user('One'), assistant('A good answer'), user('Two')],
  })
  const { windows } = await readEnded(sessionId)
  expect(windows.map(({ name, messages }) => [name, ...messages.map(({ content }) => content)])).toEqual([
    ['The good', 'One', 'A good answer', 'Two', 'A good answer'],
    ['The good 2', 'One', 'What it never said', 'Two', 'A good answer'],
    ['The other', 'One', 'A good answer', 'Two', 'Another answer'],
  ])
})

it('shows the answer to who watches while it comes, and ends it where they stop it', async () => {
  const { sessionId } = await ask({ model: 'The other', messages: [user('Hello')] })
  const events: WatchEvent[] = []
  const watching = ada.client.session.watch({ id: sessionId })
  void (async () => {
    for await (const event of watching) events.push(event)
  })()
  await expect.poll(() => events.map(({ type }) => type), POLL).toContain('sync')
  const { upstream, read: readAll } = await stream({ session: sessionId, messages: [user('Tell me')] })
  const cutOff = expect(readAll()).rejects.toThrow()
  upstream.reasoning('Hm')
  upstream.text('It begins ')
  const deltas = (channel: string) =>
    events
      .flatMap((event) => (event.type === 'delta' && event.channel === channel ? event.text : []))
      .join('')
  await expect.poll(() => deltas('content'), POLL).toBe('It begins ')
  expect(deltas('reasoning')).toBe('Hm')
  const created = events.find((event) => event.type === 'message' && event.message.content === 'Tell me')
  expect(created).toBeDefined()
  const shown = events.findIndex((event) => event.type === 'session' && event.session.windows.length === 2)
  expect(shown).toBeGreaterThanOrEqual(0)
  expect(shown).toBeLessThan(events.indexOf(created!))
  expect(await ada.client.message.stop({ sessionId })).toEqual({ stopped: 1 })
  await upstream.closed
  await cutOff
  expect(lastOf(await read(sessionId), 1)).toMatchObject({
    ...{ status: 'stopped', content: 'It begins ', reasoning: 'Hm', usageEstimated: true },
  })
})

it('keeps what came until the client left, and takes the same input again for another attempt', async () => {
  const leaving = new AbortController()
  const { upstream, sessionId } = await stream({ messages: [user('Once')], signal: leaving.signal })
  upstream.text('Only the beginning')
  await expect.poll(async () => lastOf(await read(sessionId)).content, POLL).toBe('Only the beginning')
  leaving.abort()
  await upstream.closed
  await ended(sessionId).toBe('stopped')
  expect(lastOf(await read(sessionId))).toMatchObject({ content: 'Only the beginning', attempt: 1 })

  const again = await stream({ session: sessionId, messages: [user('Once')] })
  again.upstream.text('All of it')
  again.upstream.finish()
  expect(await again.read()).toBe('All of it')
  const { windows } = await readEnded(sessionId)
  expect(windows).toHaveLength(1)
  expect(
    windows[0]!.messages.map(({ content, attempt, superseded }) => [content, attempt, superseded]),
  ).toEqual([
    ['Once', 1, false],
    ['Only the beginning', 1, true],
    ['All of it', 2, false],
  ])
})

it('records what the endpoint refuses and what breaks off as errors', async () => {
  app.upstream.on('bad', refuse({ status: 422, body: { error: { message: 'no such tone' } } }))
  const refused = await openai.chat.completions
    .create({ model: 'The bad', messages: [user('Sing')] }, { headers: { [HEADER]: 'new' } })
    .catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(OpenAI.UnprocessableEntityError)
  const sessionId = (refused as InstanceType<typeof OpenAI.APIError>).headers!.get(HEADER)!
  await ended(sessionId).toBe('error')
  expect(lastOf(await read(sessionId))).toMatchObject({
    ...{ errorCode: 'REQUEST_REFUSED', content: '', promptTokens: null, cost: null },
  })

  const broken = await stream({ messages: [user('Break')] })
  broken.upstream.text('Half')
  const text = broken.read()
  await expect.poll(async () => lastOf(await read(broken.sessionId)).content, POLL).toBe('Half')
  broken.upstream.cut()
  await expect(text).rejects.toThrow()
  await ended(broken.sessionId).toBe('error')
  expect(lastOf(await read(broken.sessionId))).toMatchObject({
    errorCode: 'CONNECTION_LOST',
    content: 'Half',
  })
})

it('goes on although the last word was given a moment before it is stored', async () => {
  const { sessionId } = await ask({ messages: [user('0')] })
  const messages = [user('0'), assistant('A good answer')]
  for (let turn = 1; turn <= 5; turn += 1) {
    messages.push(user(String(turn)))
    const options = { headers: { [HEADER]: sessionId } }
    const chunks = await openai.chat.completions.create(
      { model: 'The good', messages, stream: true },
      options,
    )
    for await (const chunk of chunks) expect(chunk.object).toBe('chat.completion.chunk')
    messages.push(assistant('A good answer'))
  }
  expect((await readEnded(sessionId)).windows.map((window) => window.messages.length)).toEqual([12])
})

it('asks several models in windows beside each other, as one broadcast', async () => {
  const { sessionId } = await ask({ model: 'The good,The other,The good', messages: [user('All of you')] })
  const { windows } = await readEnded(sessionId)
  expect(windows.map(({ name, messages }) => [name, messages.at(-1)!.content])).toEqual([
    ['The good', 'A good answer'],
    ['The other', 'Another answer'],
    ['The good 2', 'A good answer'],
  ])
  const groups = windows.flatMap(({ messages }) => messages.map(({ broadcastGroupId }) => broadcastGroupId))
  expect(new Set(groups).size).toBe(1)
})

it('names the model that answered where another one failed, and has both calls in the log', async () => {
  app.upstream.on('bad', refuse({ status: 503 }))
  const models = await app.client.model.list()
  const modelIds = ['The bad', 'The other'].map((name) => models.find((model) => model.name === name)!.id)
  await app.client.relayName.create({ name: 'quick', mode: 'fallback', modelIds })
  const { sessionId } = await ask({ model: 'quick', messages: [user('Quick')] })
  const session = await readEnded(sessionId)
  expect(session.windows.map(({ modelName }) => modelName)).toEqual(['The bad'])
  const message = lastOf(session)
  expect(message).toMatchObject({ status: 'done', modelName: 'The other', content: 'Another answer' })
  const log = async () => {
    const { items } = await ada.client.callLog.list({ source: 'relay', limit: 100 })
    return items.filter((call) => call.sessionId === sessionId)
  }
  await expect.poll(async () => (await log()).length, POLL).toBe(2)
  const calls = (await log()).map(({ modelName, status, messageId }) => [modelName, status, messageId])
  expect(calls).toContainEqual(['The bad', 'error', null])
  expect(calls).toContainEqual(['The other', 'done', message.id])
  const more = [user('Quick'), assistant('Another answer'), user('Quicker')]
  await ask({ model: 'The bad', session: sessionId, messages: more }).catch(() => undefined)
  expect((await readEnded(sessionId)).windows).toHaveLength(1)
})

it('shows tools, images and what there is no place for so that it can be read, and knows it again', async () => {
  const call = {
    id: 'call_1',
    type: 'function' as const,
    function: { name: 'weather', arguments: '{"city":"Rome"}' },
  }
  const choices = [
    {
      index: 0,
      message: { role: 'assistant', content: null, tool_calls: [call] },
      finish_reason: 'tool_calls',
    },
  ]
  app.upstream.on(
    'bad',
    raw({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ choices, usage }) }),
  )
  const image = { url: `data:image/png;base64,${sampleImages.png(30, 20).toString('base64')}` }
  const question: Given = {
    role: 'user',
    content: [
      { type: 'text', text: 'Where is this?' },
      { type: 'image_url', image_url: image },
      { type: 'image_url', image_url: { url: 'https://example.com/far.png' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,bm90aGluZw==' } },
    ],
  }
  const headers = { [HEADER]: 'new' }
  const { response } = await openai.chat.completions
    .create({ model: 'The bad', messages: [question], n: 2 }, { headers })
    .withResponse()
  const sessionId = response.headers.get(HEADER)!
  app.upstream.on('bad', answer({ text: ['It is sunny'], usage }))
  await ask({
    ...{ session: sessionId, model: 'The bad' },
    messages: [
      question,
      {
        role: 'assistant',
        tool_calls: [{ ...call, function: { name: 'weather', arguments: '{ "city": "Rome" }' } }],
      },
      { role: 'tool', tool_call_id: 'call_1', content: '22 degrees' },
    ],
  })
  const [window, ...others] = (await readEnded(sessionId)).windows
  expect(others).toEqual([])
  const [input, asked, result, final] = window!.messages
  expect(input).toMatchObject({
    content: 'Where is this?\n[image_url: https://example.com/far.png]\n\n[An image was left out.]',
    attachments: [{ mediaType: 'image/png', width: 30, height: 20 }],
  })
  expect(asked).toMatchObject({ status: 'done', finishReason: 'tool_calls' })
  expect(asked!.content).toBe('**Call of weather**\n\n```json\n{\n  "city": "Rome"\n}\n```')
  expect(result!.content).toBe('Result of weather:\n\n22 degrees')
  expect(final!.content).toBe('It is sunny')
})

it.each([
  ['somewhere', 400, 'is neither “new” nor the id'],
  ['01ARZ3NDEKTSV4RRFFQ69G5FAV', 404, 'is not the id of a session'],
])('refuses the session %s before it asks anyone', async (session, status, rule) => {
  const before = app.upstream.requests.length
  const refused = ask({ session, messages: [user('Hello')] })
  await expect(refused).rejects.toMatchObject({
    ...{ status, param: HEADER, message: expect.stringContaining(rule) as string },
    ...(status === 404 && { code: 'session_not_found' }),
  })
  expect(app.upstream.requests.length).toBe(before)
})

it('refuses another’s session, one that hides its models, and what is no conversation', async () => {
  const { sessionId } = await ask({ messages: [user('Mine')] })
  const bob = await app.createAccount()
  const theft = ask({ session: sessionId, messages: [user('Mine')], client: toOpenAi(bob) })
  await expect(theft).rejects.toMatchObject({ status: 404, code: 'session_not_found', param: HEADER })
  const models = (await ada.client.model.list()).slice(0, 2)
  const blind = await ada.client.session.create({
    blind: true,
    windows: models.map(({ id }) => ({ modelId: id })),
  })
  await expect(ask({ session: blind.id, messages: [user('Who are you?')] })).rejects.toMatchObject({
    ...{ status: 400, param: HEADER, message: expect.stringContaining('hides its models') as string },
  })
  const prefilled = ask({ messages: [user('Say'), assistant('I say')] })
  await expect(prefilled).rejects.toMatchObject({ status: 400, param: HEADER })
  const embedded = openai.embeddings.create(
    { model: 'The good', input: 'x' },
    { headers: { [HEADER]: 'new' } },
  )
  await expect(embedded).rejects.toMatchObject({ status: 400, param: HEADER })
  expect((await readEnded(sessionId)).windows[0]!.messages).toHaveLength(2)
})

it('shows where a call stands that has to wait, and takes it away where somebody stops it', async () => {
  await app.createModel({ name: 'The narrow', model: 'narrow', maxConcurrent: 1 })
  app.upstream.on('narrow', controlled())
  const first = await stream({ model: 'The narrow', messages: [user('First')] })
  const waiting = ask({ model: 'The narrow', session: first.sessionId, messages: [user('Second')] })
  const refused = waiting.catch((error: unknown) => error)
  const places: unknown[] = []
  void (async () => {
    for await (const event of ada.client.session.watch({ id: first.sessionId })) {
      if (event.type === 'message') places.push(event.message.waiting)
      if (event.type === 'sync') places.push(...event.messages.map((message) => message.waiting))
    }
  })()
  await expect.poll(() => places, POLL).toContain(1)
  const second = lastOf(await read(first.sessionId), 1)
  expect(await ada.client.message.stop({ sessionId: first.sessionId, messageIds: [second.id] })).toEqual({
    stopped: 1,
  })
  expect(await refused).toMatchObject({ status: 400, code: 'stopped' })
  first.upstream.finish()
  await first.read()
  expect(lastOf(await readEnded(first.sessionId), 1)).toMatchObject({ status: 'stopped', content: '' })
  expect(app.upstream.requests.filter(({ model }) => model === 'narrow')).toHaveLength(1)
})

it('asks the next model of a name where one goes away while its call waits', async () => {
  const { id } = await app.createModel({ name: 'The leaving', model: 'leaving', maxConcurrent: 1 })
  app.upstream.on('leaving', controlled())
  const modelIds = [id, (await app.client.model.list()).find(({ name }) => name === 'The other')!.id]
  await app.client.relayName.create({ name: 'patient', mode: 'fallback', modelIds })
  const first = await stream({ model: 'The leaving', messages: [user('First')] })
  const isWaiting = new Promise<void>((resolve, reject) => {
    const follow = async () => {
      for await (const event of ada.client.session.watch({ id: first.sessionId })) {
        const messages = event.type === 'sync' ? event.messages : []
        if (event.type === 'message') messages.push(event.message)
        if (messages.some(({ waiting }) => waiting === 1)) return resolve()
      }
    }
    follow().catch(reject)
  })
  const second = ask({ model: 'patient', session: first.sessionId, messages: [user('Second')] })
  await isWaiting
  await app.client.model.update({ id, enabled: false })
  first.upstream.finish()
  expect((await second).text).toBe('Another answer')
  await first.read()
})

it('gives the answers of many to the end while the database takes none of them', async () => {
  const models = ['The slow', 'The other']
  const asked = { model: models.join(), messages: [user('Do not wait')] }
  const streaming = await stream({ ...asked, from: 'slow' })
  await transact(app.database.db, async ({ $client }) => {
    await $client.query('SELECT id FROM messages WHERE session_id = ? FOR UPDATE', [streaming.sessionId])
    streaming.upstream.text('It is done')
    streaming.upstream.finish()
    expect(await streaming.read()).toContain('It is done')
  })
  const { windows } = await readEnded(streaming.sessionId)
  expect(windows.map(({ messages }) => messages.at(-1)!.status)).toEqual(['done', 'done'])
})

it('gives two calls at once into one window a window each', async () => {
  const { sessionId } = await ask({ model: 'The other', messages: [user('Hello')] })
  app.upstream.on('other', controlled())
  const messages = (content: string) => [user('Hello'), assistant('Another answer'), user(content)]
  const both = await Promise.all(
    ['One', 'Two'].map((content) =>
      stream({ session: sessionId, model: 'The other', messages: messages(content) }),
    ),
  )
  for (const { upstream } of both) {
    upstream.text('Another answer')
    upstream.finish()
  }
  await Promise.all(both.map(({ read: readAll }) => readAll()))
  app.upstream.on('other', answer({ text: ['Another answer'], usage }))
  const { windows } = await readEnded(sessionId)
  expect(windows.map((window) => window.messages.length)).toEqual([4, 4])
})

it('ends with the server what is being written, and counts each answer once', async () => {
  const { upstream, read: readAll, sessionId } = await stream({ messages: [user('Go on')] })
  const text = readAll()
  upstream.text('Until now')
  await expect.poll(async () => lastOf(await read(sessionId)).content, POLL).toBe('Until now')
  app.upstream.on('bad', hang())
  const unbegun = ask({ model: 'The bad', messages: [user('Say nothing')] })
  await app.upstream.nextRequest({ model: 'bad' })
  await Promise.all([app.restart(), expect(text).rejects.toThrow(), expect(unbegun).rejects.toThrow()])
  const client = app.connect(ada.token)
  expect(lastOf(await read(sessionId, client))).toMatchObject({ status: 'interrupted', content: 'Until now' })
  const { items } = await client.session.list({ limit: 100 })
  const sessions = await Promise.all(items.map(({ id }) => read(id, client)))
  const messages = sessions.flatMap(({ windows }) => windows.flatMap((window) => window.messages))
  const answers = messages.filter(
    ({ role, status, promptTokens }) => role === 'assistant' && (status !== 'done' || promptTokens !== null),
  )
  expect(answers.length).toBeGreaterThan(25)
  expect(await checkCalls(app.database.url, answers)).toEqual([])
})
