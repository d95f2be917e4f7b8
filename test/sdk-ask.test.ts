import { controlled, echo, refuse } from '@chatmore/llm/testing'
import { createClient, isAppError, parseAppError, type AskEvent, type Client } from '@chatmore/sdk'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'

let app: TestApp
let client: Client
const clients: Client[] = []

function connect(options: Partial<Parameters<typeof createClient>[0]> = {}): Client {
  const made = createClient({ url: app.url, token: app.admin.token, ...options })
  clients.push(made)
  return made
}

beforeAll(async () => {
  app = await createTestApp()
  client = connect()
})

afterAll(async () => {
  await Promise.all(clients.map((each) => each.close()))
  await app[Symbol.asyncDispose]()
})

/** A model whose answers the test writes. */
async function createControlled() {
  const model = await app.createModel()
  app.upstream.on(model.model, controlled())
  return { ...model, nextStream: () => app.upstream.nextStream({ model: model.model }) }
}

async function collect(events: AsyncIterable<AskEvent>): Promise<AskEvent[]> {
  const all: AskEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

const textOf = (events: AskEvent[], windowId: string) =>
  events
    .flatMap((event) => (event.type === 'delta' && event.window.id === windowId ? [event.text] : []))
    .join('')

test('one call asks models by name and by id, tells what comes of each, and gives the answers', async () => {
  const [first, second, broken] = await Promise.all([app.createModel(), app.createModel(), app.createModel()])
  app.upstream.on(broken.model, refuse({ status: 401 }))
  const asking = client.ask({ models: [first.name.toUpperCase(), second.id, broken.name], content: 'Hello' })
  const events = await collect(asking)
  const { answers, byWindow, sessionId } = await asking
  expect(answers.map(({ modelId, status, content }) => ({ modelId, status, content }))).toEqual([
    { modelId: first.id, status: 'done', content: `${first.model} saw 1 messages: Hello` },
    { modelId: second.id, status: 'done', content: `${second.model} saw 1 messages: Hello` },
    { modelId: broken.id, status: 'error', content: '' },
  ])
  const [start] = events
  expect(start).toMatchObject({ type: 'start', sessionId })
  for (const answer of answers) {
    expect(byWindow[answer.windowId]).toEqual(answer)
    expect(textOf(events, answer.windowId)).toBe(answer.content)
    const own = events.filter((event) => event.type !== 'start' && event.window.id === answer.windowId)
    expect(own.at(-1)).toMatchObject({ type: 'end', answer: { id: answer.id } })
    expect(own.filter(({ type }) => type === 'end')).toHaveLength(1)
  }
  expect(await collect(asking)).toMatchObject([{ type: 'start' }, ...answers.flatMap(expectWhole)])
})

/** What a loop is told that begins when all is over. */
function expectWhole({ content, windowId }: { content: string; windowId: string }) {
  const delta = { type: 'delta', window: { id: windowId }, channel: 'content', text: content }
  return [...(content ? [delta] : []), { type: 'end', window: { id: windowId } }]
}

test('a session is gone on with, in the windows named', async () => {
  const [one, other] = await Promise.all([app.createModel(), app.createModel()])
  const { sessionId } = await client.ask({ models: [one.name, other.name], content: 'Hello' })
  const { windows } = await client.session.get({ id: sessionId })
  const { answers } = await client.ask({ sessionId, content: 'And now?', windowIds: [windows[1]!.id] })
  expect(answers).toMatchObject([
    { windowId: windows[1]!.id, content: `${other.model} saw 3 messages: And now?` },
  ])
})

test('an input and a session whose acknowledgements are lost are sent again, and are one', async () => {
  const model = await app.createModel()
  let [sends, sessions] = [0, 0]
  const flaky = connect({
    fetch: async (target, init) => {
      const response = await fetch(target, init)
      if (String(target).includes('session.create') && ++sessions === 1) throw new TypeError('fetch failed')
      if (!String(target).includes('message.send') || ++sends > 2) return response
      if (sends === 1) throw new TypeError('fetch failed')
      return new Response('<html>', { status: 502 })
    },
  })
  const before = (await client.session.list({ limit: 100 })).items.length
  const { sessionId, answers } = await flaky.ask({ models: [model.name], content: 'Once' })
  expect(answers).toMatchObject([{ status: 'done' }])
  expect([sends, sessions]).toEqual([3, 2])
  expect((await client.session.list({ limit: 100 })).items).toHaveLength(before + 1)
  const [page] = (await client.message.latest({ sessionId })).windows
  expect(page?.items.map(({ role }) => role).sort()).toEqual(['assistant', 'user'])
})

test('lost connections take nothing from the answers and add nothing to them', async () => {
  const model = await createControlled()
  const asking = connect().ask({ models: [model.name], content: 'Hello' })
  const collected = collect(asking)
  const stream = await model.nextStream()
  for (let round = 0; round < 3; round += 1) {
    stream.reasoning(`thought ${round} `)
    stream.text(`word ${round} `)
    app.cutConnections()
    stream.text(`more ${round} `)
  }
  stream.finish()
  const [events, { answers }] = [await collected, await asking]
  const [answer] = answers
  expect(answer?.content).toBe('word 0 more 0 word 1 more 1 word 2 more 2 ')
  expect(textOf(events, answer!.windowId).length).toBe(answer!.content.length + answer!.reasoning.length)
  const spoken = events.flatMap((event) =>
    event.type === 'delta' && event.channel === 'content' ? [event.text] : [],
  )
  expect(spoken.join('')).toBe(answer?.content)
})

test('an abort ends the loop and the result with its reason, and stops the answers', async () => {
  const model = await createControlled()
  const controller = new AbortController()
  const asking = client.ask({ models: [model.name], content: 'Hello' }, { signal: controller.signal })
  const collected = collect(asking)
  const stream = await model.nextStream()
  controller.abort(new Error('enough'))
  await expect(collected).rejects.toThrow('enough')
  await expect(asking.result).rejects.toThrow('enough')
  await stream.closed
})

test('an abort and a close at once stop the answers, too', async () => {
  const model = await createControlled()
  const leaving = connect()
  const controller = new AbortController()
  const asking = leaving.ask({ models: [model.name], content: 'Hello' }, { signal: controller.signal })
  const stream = await model.nextStream()
  controller.abort()
  await leaving.close()
  await stream.closed
  await expect(asking.result).rejects.toMatchObject({ name: 'AbortError' })
})

test('an abort while the input is on its way stops the answers once it is known that it arrived', async () => {
  const model = await createControlled()
  let open = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  const slow = connect({
    fetch: async (target, init) => {
      const response = await fetch(target, init)
      if (String(target).includes('message.send')) await gate
      return response
    },
  })
  const controller = new AbortController()
  const asking = slow.ask({ models: [model.name], content: 'Hello' }, { signal: controller.signal })
  const stream = await model.nextStream()
  controller.abort()
  await expect(asking.result).rejects.toMatchObject({ name: 'AbortError' })
  open()
  await stream.closed
})

test('with keepAnswers they go on without whoever asked', async () => {
  const model = await createControlled()
  const controller = new AbortController()
  const options = { signal: controller.signal, keepAnswers: true }
  const asking = client.ask({ models: [model.name], content: 'Hello' }, options)
  const events = asking[Symbol.asyncIterator]()
  const start = await events.next()
  const stream = await model.nextStream()
  controller.abort()
  await expect(asking.result).rejects.toThrow()
  stream.text('still here')
  stream.finish()
  const sessionId = start.value?.type === 'start' ? start.value.sessionId : ''
  await vi.waitFor(
    async () => {
      const [page] = (await client.message.latest({ sessionId })).windows
      expect(page?.items.at(-1)).toMatchObject({ status: 'done', content: 'still here' })
    },
    { timeout: 30_000 },
  )
})

test('who leaves the loop leaves nothing running, unless the result is wanted', async () => {
  const [model, kept] = [await createControlled(), await createControlled()]
  const left = client.ask({ models: [model.name], content: 'Hello' })
  for await (const event of left) if (event.type === 'start') break
  await (
    await model.nextStream()
  ).closed
  await expect(left.result).rejects.toMatchObject({ name: 'AbortError' })

  const wanted = client.ask({ models: [kept.name], content: 'Hello' })
  const result = wanted.result
  for await (const event of wanted) if (event.type === 'start') break
  const stream = await kept.nextStream()
  stream.text('whole')
  stream.finish()
  expect((await result).answers).toMatchObject([{ status: 'done', content: 'whole' }])
})

test('what the server refuses is thrown by the loop and by the result, whichever is used', async () => {
  const unknown = { models: ['nobody'], content: 'Hello' }
  const error = await client.ask(unknown).result.catch((thrown: unknown) => thrown)
  expect(isAppError(error, 'NOT_FOUND')).toBe(true)
  expect(parseAppError(error)?.fields).toEqual({ 'models.0': 'is not a known model' })
  await expect(collect(client.ask(unknown))).rejects.toThrow('nobody')
  await expect(client.ask({ sessionId: 'x', content: 'Hello' })).rejects.toSatisfy((thrown) =>
    isAppError(thrown, 'INVALID_INPUT'),
  )
  await expect(client.ask({ ...unknown }, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i)
  expect(isAppError(new TypeError('fetch failed'))).toBe(false)
})

test('many calls and asks at once on one client under one signal make no warning, and end', async () => {
  const warnings: Error[] = []
  const onWarning = (warning: Error) => warnings.push(warning)
  process.on('warning', onWarning)
  app.upstream.byDefault(echo())
  // A machine that is busy takes its time for twelve calls at once.
  const model = await app.createModel({ timeouts: { connectMs: 120_000, idleMs: 600_000 } })
  const controller = new AbortController()
  const { signal } = controller
  await Promise.all(Array.from({ length: 30 }, () => client.auth.status(null, { signal })))
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      client.ask({ models: [model.name], content: `number ${index}` }, { signal }),
    ),
  )
  expect(results.map(({ answers }) => answers[0]?.content)).toEqual(
    results.map((_, index) => `${model.model} saw 1 messages: number ${index}`),
  )
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', onWarning)
  expect(warnings).toEqual([])
})

test('a server that restarts ends its answers, and who asked is told how far they came', async () => {
  const model = await createControlled()
  const asking = connect().ask({ models: [model.name], content: 'Hello' })
  const stream = await model.nextStream()
  stream.text('so far')
  for await (const event of asking) if (event.type === 'delta') await app.restart()
  expect((await asking).answers).toMatchObject([{ status: 'interrupted', content: 'so far' }])
})

test('an ask ends with the client', async () => {
  const model = await createControlled()
  const closed = connect()
  const asking = closed.ask({ models: [model.name], content: 'Hello' })
  const stream = await model.nextStream()
  await closed.close()
  await expect(asking.result).rejects.toMatchObject({ name: 'AbortError' })
  stream.finish()
})
