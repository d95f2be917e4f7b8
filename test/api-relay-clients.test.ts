import { answer, controlled, raw, refuse } from '@chatmore/llm/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'

let app: TestApp
let openai: OpenAI
beforeAll(async () => {
  app = await createTestApp()
  for (const model of ['good', 'tools', 'slow', 'bad']) await app.createModel({ name: `The ${model}`, model })
  openai = new OpenAI({ baseURL: `${app.url}/v1`, apiKey: app.admin.token, maxRetries: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

const messages = [{ role: 'user' as const, content: 'Why?' }]
const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 }

it('answers OpenAI’s own client in one piece, as a stream, and with usage where it asks', async () => {
  app.upstream.on('good', answer({ text: ['A ', 'good ', 'answer'], usage }))
  const whole = await openai.chat.completions.create({ model: 'The good', messages })
  expect([whole.choices[0]?.message.content, whole.usage]).toEqual(['A good answer', usage])
  const options = { model: 'The good', messages, stream_options: { include_usage: true } }
  const chunks = []
  for await (const chunk of await openai.chat.completions.create({ ...options, stream: true }))
    chunks.push(chunk)
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('A good answer')
  expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(['stop'])
  expect(chunks.flatMap((chunk) => chunk.usage ?? [])).toEqual([usage])
})

it('passes calls of tools both ways', async () => {
  const call = {
    index: 0,
    id: 'call_1',
    type: 'function',
    function: { name: 'weather', arguments: '{"city":' },
  }
  const events = [
    { choices: [{ index: 0, delta: { role: 'assistant', tool_calls: [call] } }] },
    { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '"Rome"}' } }] } }] },
    { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
  ]
  const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('') + 'data: [DONE]\n\n'
  app.upstream.on('tools', raw({ headers: { 'content-type': 'text/event-stream' }, body }))
  const tools = [{ type: 'function' as const, function: { name: 'weather', parameters: { type: 'object' } } }]
  const stream = openai.chat.completions.stream({ model: 'The tools', messages, tools })
  const message = await stream.finalMessage()
  expect(message.tool_calls).toEqual([
    expect.objectContaining({ id: 'call_1', function: { name: 'weather', arguments: '{"city":"Rome"}' } }),
  ])
  expect(app.upstream.requests.at(-1)!.body['tools']).toEqual(tools)
})

it('ends the call when the client aborts', async () => {
  app.upstream.on('slow', controlled())
  const stream = await openai.chat.completions.create({ model: 'The slow', messages, stream: true })
  const upstream = await app.upstream.nextStream({ model: 'slow' })
  upstream.text('Only this')
  for await (const chunk of stream) {
    expect(chunk.choices[0]?.delta.content).toBe('Only this')
    stream.controller.abort()
  }
  await upstream.closed
})

it('is refused as by OpenAI itself', async () => {
  app.upstream.on('bad', refuse({ status: 429, body: { error: { message: 'slow down', code: 'rate' } } }))
  await expect(openai.chat.completions.create({ model: 'The bad', messages })).rejects.toThrow(
    OpenAI.RateLimitError,
  )
  const unknown = openai.chat.completions.create({ model: 'nothing', messages })
  await expect(unknown).rejects.toMatchObject({ status: 404, code: 'model_not_found', param: 'model' })
  const stranger = new OpenAI({ baseURL: `${app.url}/v1`, apiKey: 'cm-wrong', maxRetries: 0 })
  await expect(stranger.models.list()).rejects.toThrow(OpenAI.AuthenticationError)
})

it('lists its models', async () => {
  const listed: string[] = []
  for await (const { id, object, created } of openai.models.list()) {
    expect([object, typeof created]).toEqual(['model', 'number'])
    listed.push(id)
  }
  expect(listed).toEqual(['The good', 'The tools', 'The slow', 'The bad'])
  expect(await openai.models.retrieve('The good')).toMatchObject({ id: 'The good' })
})
