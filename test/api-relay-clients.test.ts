import { answer, controlled, raw, refuse, type Behaviour } from '@chatmore/llm/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'
import { question, relayClients, weather, type RelayClient } from './relay-clients.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  for (const model of ['good', 'tools', 'slow', 'bad']) await app.createModel({ name: `The ${model}`, model })
})
afterAll(() => app[Symbol.asyncDispose]())

const messages = [{ role: 'user' as const, content: question }]
const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 }

function toPlace(apiKey = app.admin.token) {
  return { baseURL: `${app.url}/v1`, apiKey }
}

async function join(texts: AsyncIterable<string>): Promise<string> {
  let whole = ''
  for await (const text of texts) whole += text
  return whole
}

/** As numbers, or as the bytes of their floats where that is asked. */
function embeddings(numbers: number[]): Behaviour {
  const bytes = Buffer.from(new Float32Array(numbers).buffer).toString('base64')
  return {
    kind: 'raw',
    run(exchange) {
      const embedding = exchange.request.body['encoding_format'] === 'base64' ? bytes : numbers
      const data = [{ object: 'embedding', index: 0, embedding }]
      const body = { object: 'list', model: 'good', data, usage: { prompt_tokens: 2, total_tokens: 2 } }
      raw({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).run(exchange)
    },
  }
}

describe.each(Object.entries(relayClients))('%s', (_name, use) => {
  let client: RelayClient
  beforeAll(() => {
    client = use(toPlace())
  })

  it('gets an answer in one piece and as a stream', async () => {
    app.upstream.on('good', answer({ text: ['A ', 'good ', 'answer'], usage }))
    expect(await client.ask('The good')).toEqual({ text: 'A good answer', inputTokens: 12 })
    expect(await join(client.stream('The good'))).toBe('A good answer')
  })

  it('passes calls of tools both ways', async () => {
    const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } }
    const toDelta = (text: string) => ({ tool_calls: [{ index: 0, function: { arguments: text } }] })
    const deltas = [{ role: 'assistant', tool_calls: [call] }, toDelta('{"city":'), toDelta('"Rome"}')]
    const choices = [
      ...deltas.map((delta) => ({ index: 0, delta, finish_reason: null })),
      { index: 0, delta: {}, finish_reason: 'tool_calls' },
    ]
    const about = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'tools' }
    const events = [...choices.map((choice) => JSON.stringify({ ...about, choices: [choice] })), '[DONE]']
    app.upstream.on('tools', raw({ body: events.map((event) => `data: ${event}\n\n`).join('') }))
    expect(await client.callTool('The tools')).toEqual([{ name: 'weather', input: { city: 'Rome' } }])
    expect(app.upstream.requests.at(-1)!.body['tools']).toMatchObject([
      { type: 'function', function: { name: 'weather', parameters: weather } },
    ])
  })

  it('ends the call by leaving', async () => {
    app.upstream.on('slow', controlled())
    const controller = new AbortController()
    const texts = client.stream('The slow', controller.signal)
    const first = texts[Symbol.asyncIterator]().next()
    const upstream = await app.upstream.nextStream({ model: 'slow' })
    upstream.text('Only this')
    await first
    controller.abort()
    await upstream.closed
  })

  it('is told why it is refused, by the endpoint or by ChatMore', async () => {
    app.upstream.on('bad', refuse({ status: 429, body: { error: { message: 'slow down', code: 'rate' } } }))
    await expect(client.ask('The bad')).rejects.toThrow('slow down')
    await expect(client.ask('nothing')).rejects.toThrow('there is no model “nothing” for this key')
    const stranger = use(toPlace('cm-wrong'))
    await expect(stranger.ask('The good')).rejects.toThrow('not, or no longer, one of ChatMore')
  })

  it('gets embeddings', async () => {
    app.upstream.on('good', embeddings([0.5, -2]))
    expect(await client.embed('The good')).toEqual([0.5, -2])
  })
})

describe('OpenAI’s own client', () => {
  let openai: OpenAI
  beforeAll(() => {
    openai = new OpenAI({ ...toPlace(), maxRetries: 0 })
  })

  it('is told the usage of a stream where it asks', async () => {
    app.upstream.on('good', answer({ text: ['A ', 'good ', 'answer'], usage }))
    const options = { model: 'The good', messages, stream_options: { include_usage: true } }
    const chunks = []
    for await (const chunk of await openai.chat.completions.create({ ...options, stream: true }))
      chunks.push(chunk)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('A good answer')
    expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(['stop'])
    expect(chunks.flatMap((chunk) => chunk.usage ?? [])).toEqual([usage])
  })

  it('throws the errors that it throws of OpenAI itself', async () => {
    app.upstream.on('bad', refuse({ status: 429, body: { error: { message: 'slow down', code: 'rate' } } }))
    await expect(openai.chat.completions.create({ model: 'The bad', messages })).rejects.toThrow(
      OpenAI.RateLimitError,
    )
    const unknown = openai.chat.completions.create({ model: 'nothing', messages })
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 'model_not_found', param: 'model' })
    const stranger = new OpenAI({ ...toPlace('cm-wrong'), maxRetries: 0 })
    await expect(stranger.models.list()).rejects.toThrow(OpenAI.AuthenticationError)
  })

  it('lists the models', async () => {
    const listed: string[] = []
    for await (const { id, object, created } of openai.models.list()) {
      expect([object, typeof created]).toEqual(['model', 'number'])
      listed.push(id)
    }
    expect(listed).toEqual(['The good', 'The tools', 'The slow', 'The bad'])
    expect(await openai.models.retrieve('The good')).toMatchObject({ id: 'The good' })
  })
})
