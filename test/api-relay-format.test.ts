import { Validator } from '@seriousme/openapi-schema-validator'
import { answer, hang, refuse } from '@chatmore/llm/testing'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'
import { expectOpenAi } from './openai-schema.ts'

let app: TestApp
let description: { paths: Record<string, object>; components: { schemas: Record<string, object> } }

beforeAll(async () => {
  app = await createTestApp()
  for (const model of ['one', 'two', 'bad']) await app.createModel({ name: model, model })
  app.upstream.on('bad', refuse({ status: 500, body: { error: { message: 'broken' } } }))
  description = (await (await fetch(`${app.url}/v1/openapi.json`)).json()) as typeof description
})
afterAll(() => app[Symbol.asyncDispose]())

function ask(path: string, body?: object): Promise<Response> {
  return fetch(`${app.url}/v1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${app.admin.token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
}

const messages = [{ role: 'user', content: 'Why?' }]

function readEvents(text: string): unknown[] {
  const data = text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.replace(/^data: /, ''))
  expect(data.at(-1)).toBe('[DONE]')
  return data.slice(0, -1).map((event) => JSON.parse(event) as unknown)
}

/** As the server's own description has it. */
function expectDescribed(name: string, value: unknown): void {
  const ajv = new Ajv2020({ strict: false })
  ajv.addSchema({ $id: 'relay', ...description })
  const validate = ajv.getSchema(`relay#/components/schemas/${name}`)
  expect({ isValid: validate?.(value), errors: validate?.errors }).toEqual({ isValid: true, errors: null })
}

describe('the relay', () => {
  it('answers several models in OpenAI’s format, whole and as a stream, also where one fails', async () => {
    app.upstream.on('one', answer({ text: ['First ', 'answer'] }))
    app.upstream.on('two', answer({ text: ['Second'], reasoning: ['Hm'] }))
    const whole: unknown = await (await ask('chat/completions', { model: 'one,two,bad', messages })).json()
    expectOpenAi('CreateChatCompletionResponse', whole)
    expectDescribed('ChatCompletion', whole)
    const asked = { model: 'one,two,bad', messages, stream: true, stream_options: { include_usage: true } }
    const chunks = readEvents(await (await ask('chat/completions', asked)).text())
    expect(chunks.length).toBeGreaterThan(4)
    for (const chunk of chunks) {
      expectOpenAi('CreateChatCompletionStreamResponse', chunk)
      expectDescribed('ChatCompletionChunk', chunk)
    }
  })

  it('lists models as OpenAI does', async () => {
    const models = (await (await ask('models')).json()) as { data: unknown[] }
    expect(models.data).toHaveLength(3)
    expectOpenAi('ListModelsResponse', models)
    expectDescribed('Models', models)
    const model: unknown = await (await ask('models/one')).json()
    expectOpenAi('Model', model)
    expectDescribed('Model', model)
  })

  it('knows models by names of any letters, in requests and in addresses', async () => {
    await app.createModel({ name: '通义/千问 é', model: 'qwen' })
    app.upstream.on('qwen', answer({ text: ['好'] }))
    const asked = await ask('chat/completions', { model: '通义/千问 é', messages })
    expect(await asked.json()).toMatchObject({ choices: [{ message: { content: '好' } }] })
    expect(await (await ask('models/通义/千问%20é')).json()).toMatchObject({ id: '通义/千问 é' })
    expect((await ask('chat/completions', { model: '通义,千问', messages })).status).toBe(404)
  })

  it('refuses as OpenAI does', async () => {
    app.upstream.on('one', hang())
    for (const [status, path, body] of [
      [400, 'chat/completions', { model: 'one' }],
      [400, 'chat/completions', { model: 'one', messages, fallbacks: ['two'] }],
      [404, 'chat/completions', { model: 'none', messages }],
      [404, 'models/none'],
      [404, 'nothing'],
      [405, 'embeddings'],
    ] as const) {
      const answered = await ask(path, body)
      const refusal: unknown = await answered.json()
      expect(answered.status).toBe(status)
      expectOpenAi('ErrorResponse', refusal)
      expectDescribed('Error', refusal)
    }
    const unknown = await fetch(`${app.url}/v1/models`)
    expect(unknown.status).toBe(401)
    expectOpenAi('ErrorResponse', await unknown.json())
  })

  it('describes itself in valid OpenAPI, for whoever asks', async () => {
    expect(await new Validator().validate(structuredClone(description))).toEqual({ valid: true })
    expect(Object.keys(description.paths)).toEqual([
      '/chat/completions',
      '/embeddings',
      '/responses',
      '/models',
      '/models/{model}',
      '/openapi.json',
    ])
    expect(description).toMatchObject({ servers: [{ url: `${app.url}/v1` }] })
  })
})

describe('the demo models', () => {
  it('answer through the relay in OpenAI’s format', async () => {
    await using demo = await createTestApp({ CHATMORE_DEMO: 'on' })
    const [model] = await demo.client.model.list()
    const post = (body: object) =>
      fetch(`${demo.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${demo.admin.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const asked = { model: model?.name, messages }
    expectOpenAi('CreateChatCompletionResponse', await (await post(asked)).json())
    for (const chunk of readEvents(await (await post({ ...asked, stream: true })).text())) {
      expectOpenAi('CreateChatCompletionStreamResponse', chunk)
    }
  })
})
