import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatEndpoint } from './chat-request.ts'
import { createLlmClient } from './create-llm-client.ts'
import { answer, inTurn, refuse, startScriptedUpstream, type ScriptedUpstream } from './testing/index.ts'

const llm = createLlmClient({ addressPolicy: { allowPrivate: true } })
const timeouts = { connectMs: 20_000, firstTokenMs: 20_000, idleMs: 20_000, totalMs: 30_000 }
let upstream: ScriptedUpstream
beforeAll(async () => void (upstream = await startScriptedUpstream()))
afterAll(async () => {
  await llm.close()
  await upstream.close()
})

const endpoint = (model: string, values: Partial<ChatEndpoint> = {}): ChatEndpoint => ({
  ...{ apiBase: upstream.url, model, apiKey: 'sk-of-the-tests', provider: 'openai' },
  ...values,
})

function complete(values: ChatEndpoint) {
  const request = { endpoint: values, messages: [], params: { maxTokens: 5 }, timeouts }
  return llm.complete(request, { signal: new AbortController().signal, onDelta: () => undefined })
}

const bodyOf = (model: string) => upstream.requests.findLast((each) => each.model === model)!

test('extra headers and fields go with every call, and leave the usual ones as they are', async () => {
  const headers = { 'X-Title': 'ChatMore', 'user-agent': 'Ours/1' }
  const options = { apiVersion: '2024-10-21', extraBody: { top_k: 40, provider: { order: ['a'] } } }
  await complete(endpoint('extras', { headers, options, provider: 'azure' }))
  const { headers: sent, body, path } = bodyOf('extras')
  expect(sent).toMatchObject({
    ...{ 'x-title': 'ChatMore', 'user-agent': 'Ours/1' },
    ...{ 'api-key': 'sk-of-the-tests', 'content-type': 'application/json' },
  })
  expect(body).toMatchObject({ top_k: 40, provider: { order: ['a'] }, max_tokens: 5, stream: true })
  expect(path).toBe('/v1/chat/completions?api-version=2024-10-21')
})

test('a list of models is asked for with the same headers and version', async () => {
  const options = { apiVersion: '2024-10-21' }
  const signal = new AbortController().signal
  await llm.listModels(endpoint('', { headers: { 'x-title': 'List' }, options }), signal).catch(() => [])
  const last = upstream.requests.at(-1)!
  expect(last.path).toBe('/v1/models?api-version=2024-10-21')
  expect(last.headers['x-title']).toBe('List')
})

test.each([
  [{ streamOptions: 'off', maxCompletionTokens: 'on' }, false, 'max_completion_tokens'],
  [{ streamOptions: 'on', maxCompletionTokens: 'off' }, true, 'max_tokens'],
  [{ streamOptions: 'auto' }, true, 'max_tokens'],
] as const)('what is switched %j is sent so from the first call', async (options, hasOptions, field) => {
  await complete(endpoint('switched', { options }))
  const { body } = bodyOf('switched')
  expect(body).toHaveProperty(field, 5)
  expect('stream_options' in body).toBe(hasOptions)
})

test('what is switched on is not taken back where the endpoint refuses it, and what is automatic is', async () => {
  const refusal = refuse({ status: 400, body: { error: { message: 'Unknown parameter: stream_options' } } })
  upstream.on('stubborn', refusal)
  const stubborn = complete(endpoint('stubborn', { options: { streamOptions: 'on' } }))
  await expect(stubborn).rejects.toMatchObject({ code: 'REQUEST_REFUSED' })
  upstream.on('stubborn', inTurn(refusal, answer(['fine'])))
  await expect(complete(endpoint('stubborn'))).resolves.toMatchObject({ outcome: 'done' })
})

test('an extra header that the endpoint repeats is hidden like a key', async () => {
  const secret = 'HeaderKanarie'
  upstream.on('echo', refuse({ status: 400, body: `no ${secret}` }))
  const asked = complete(endpoint('echo', { headers: { 'x-auth': `Token ${secret}` } }))
  const failure = (await asked.catch((error: unknown) => error)) as { detail: string }
  expect(failure.detail).toContain('[redacted]')
  expect(failure.detail).not.toContain('Kanarie')
})
