import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Clock } from '../clock.ts'
import { createLlmClient } from '../create-llm-client.ts'
import { composeAnswer } from './compose-answer.ts'
import { demoModels } from './demo-models.ts'
import { startDemoUpstream, type DemoUpstream } from './start-demo-upstream.ts'

/** Time that passes as fast as it is asked for. */
function createHurriedClock(): Clock {
  let time = 0
  return {
    now: () => time,
    schedule(delayMs, callback) {
      const handle = setImmediate(() => {
        time += delayMs
        callback()
      })
      return () => clearImmediate(handle)
    },
  }
}

let demo: DemoUpstream
beforeAll(async () => {
  demo = await startDemoUpstream({ clock: createHurriedClock() })
})
afterAll(() => demo.close())

const messages = [{ role: 'user' as const, content: 'How does a parser handle brackets?' }]
const timeouts = { connectMs: 1000, firstTokenMs: 5000, idleMs: 5000, totalMs: 20_000 }
const post = (body: unknown) =>
  fetch(`${demo.url}/chat/completions`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

test.each(demoModels.map(({ model }) => model))(
  '%s streams its answer through the real client',
  async (model) => {
    const llm = createLlmClient({ addressPolicy: { allowPrivate: false, alwaysAllow: [demo.url] } })
    const texts = { content: '', reasoning: '' }
    let deltas = 0
    const completion = await llm.complete(
      {
        endpoint: { apiBase: demo.url, model, apiKey: null, provider: 'demo' },
        messages,
        params: {},
        timeouts,
      },
      {
        signal: new AbortController().signal,
        onDelta: (channel, text) => {
          texts[channel] += text
          deltas += 1
        },
      },
    )
    await llm.close()
    expect(texts).toEqual(composeAnswer(model, messages))
    expect(deltas).toBeGreaterThan(20)
    expect(completion).toMatchObject({ outcome: 'done', finishReason: 'stop', upstreamModel: model })
    expect(completion.usage).toMatchObject({ completionTokens: deltas, isEstimated: false })
  },
)

test('without stream the answer is one body', async () => {
  const body = await (await post({ model: 'demo-scholar', messages })).json()
  const { content, reasoning } = composeAnswer('demo-scholar', messages)
  expect(body).toMatchObject({
    choices: [{ message: { content, reasoning_content: reasoning }, finish_reason: 'stop' }],
  })
})

test('max_tokens cuts the answer and says so', async () => {
  const body = await (await post({ model: 'demo-swift', messages, max_tokens: 3 })).json()
  expect(body).toMatchObject({ choices: [{ finish_reason: 'length' }], usage: { completion_tokens: 3 } })
})

test('usage is streamed only where it was asked for', async () => {
  expect(await (await post({ model: 'demo-swift', messages, stream: true })).text()).not.toContain('"usage"')
})

test('the models are listed', async () => {
  const { data } = (await (await fetch(`${demo.url}/models`)).json()) as { data: { id: string }[] }
  expect(data.map(({ id }) => id)).toEqual(demoModels.map(({ model }) => model))
})

test.each([
  [{ model: 'gpt-none', messages }, 404, 'model_not_found'],
  [{ model: 'demo-swift', messages: 'hi' }, 400, 'invalid_request'],
  [{ messages }, 400, 'invalid_request'],
  ['{"model":', 400, 'invalid_request'],
])('%j is refused with %i', async (body, status, code) => {
  const response = await post(body)
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ error: { code } })
})

test('a client that leaves stops its answer', async () => {
  const controller = new AbortController()
  const patient = await startDemoUpstream({ clock: { now: () => 0, schedule: () => () => left() } })
  let left = () => undefined as void
  const stopped = new Promise<void>((resolve) => {
    left = resolve
  })
  await fetch(`${patient.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'demo-swift', messages, stream: true }),
    signal: controller.signal,
  })
  controller.abort()
  await stopped
  await patient.close()
})
