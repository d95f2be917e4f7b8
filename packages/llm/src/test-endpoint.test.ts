import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLlmClient } from './create-llm-client.ts'
import { testEndpoint } from './test-endpoint.ts'
import {
  answer,
  controlled,
  hang,
  raw,
  refuse,
  startScriptedUpstream,
  type ScriptedUpstream,
} from './testing/index.ts'

const timeouts = { connectMs: 1000, firstTokenMs: 5000, idleMs: 5000, totalMs: 20_000 }
const llm = createLlmClient({ addressPolicy: { allowPrivate: true } })
let upstream: ScriptedUpstream

beforeEach(async () => {
  upstream = await startScriptedUpstream()
})
afterEach(() => upstream.close())

const tryOut = (apiBase = upstream.url, signal?: AbortSignal) =>
  testEndpoint(
    { endpoint: { apiBase, model: 'm', apiKey: 'sk-CANARY1234567890', provider: 'openai' }, timeouts },
    { llm, ...(signal && { signal }) },
  )

test('a good endpoint is ok, asked by a very small completion, and the exact address is shown', async () => {
  upstream.on('m', answer(['OK']))
  const { origin } = new URL(upstream.url)
  const result = await tryOut(`${origin}/`)
  expect(result).toMatchObject({
    ok: true,
    url: `${origin}/v1/chat/completions`,
    latencyMs: expect.any(Number),
    status: 200,
    answer: 'OK',
  })
  expect(result).not.toHaveProperty('error')
  expect(upstream.requests[0]?.body.max_tokens).toBeLessThanOrEqual(16)
})

test('an endpoint that spends all its tokens on thinking is ok', async () => {
  upstream.on('m', answer({ reasoning: ['Well, '], finishReason: 'length' }))
  expect(await tryOut()).toMatchObject({ ok: true })
})

test('an endpoint that says nothing is not', async () => {
  upstream.on('m', raw({ body: '' }))
  expect(await tryOut()).toMatchObject({
    ok: false,
    error: 'The endpoint closed the connection without an answer.',
  })
})

test('what the endpoint said is told to the administrator, without the key', async () => {
  upstream.on(
    'm',
    refuse({ status: 401, body: { error: { message: 'Incorrect API key: sk-CANARY1234567890' } } }),
  )
  const result = await tryOut()
  expect(result).toMatchObject({ ok: false, url: `${upstream.url}/chat/completions` })
  expect(result.error).toMatch(/did not accept ChatMore’s key.*HTTP 401 · Incorrect API key: \[redacted\]/)
})

test('a web page is told as what it is', async () => {
  upstream.on('m', refuse({ status: 404, body: '<html>' }))
  expect((await tryOut()).error).toMatch(/web page/)
})

test('an address that cannot be is told, not thrown', async () => {
  expect(await tryOut('ftp://host')).toMatchObject({
    ok: false,
    url: 'ftp://host',
    error: expect.stringContaining('http'),
  })
})

test('an aborted test rejects with the reason', async () => {
  upstream.on('m', hang())
  const controller = new AbortController()
  const result = tryOut(upstream.url, controller.signal)
  await upstream.nextRequest()
  const reason = new Error('left')
  controller.abort(reason)
  await expect(result).rejects.toBe(reason)
})

test('a stream that breaks off after text is told', async () => {
  upstream.on('m', controlled())
  const result = tryOut()
  const stream = await upstream.nextStream()
  stream.text('O')
  stream.error({ message: 'gone' })
  expect((await result).error).toContain('gone')
})

test('a test tells what was sent, without the key, and how long each part took', async () => {
  upstream.on('m', controlled())
  const running = tryOut()
  const stream = await upstream.nextStream()
  stream.text('Fine')
  stream.finish()
  const { phases, request, latencyMs } = await running
  expect(request?.headers).toMatchObject({
    authorization: 'Bearer [hidden]',
    'content-type': 'application/json',
  })
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ model: 'm', stream: true, max_tokens: 16 })
  expect(JSON.stringify(request)).not.toContain('CANARY')
  expect(phases).toMatchObject({ resolveMs: null, secureMs: null })
  const known = [phases.connectMs, phases.firstByteMs, phases.firstTokenMs, phases.restMs]
  expect(known.every((ms) => ms !== null && ms >= 0 && ms <= latencyMs)).toBe(true)
})

test('a test that comes to no answer tells how far it came', async () => {
  upstream.on('m', refuse({ status: 503 }))
  expect(await tryOut()).toMatchObject({
    ...{ ok: false, errorCode: 'UPSTREAM_ERROR', status: 503, answer: '' },
    phases: { firstByteMs: expect.any(Number), firstTokenMs: null, restMs: null },
  })
  const { port } = new URL(upstream.url)
  const named = await tryOut(`http://localhost:${port}/v1`)
  expect(named.phases.resolveMs).toEqual(expect.any(Number))
  expect(await tryOut('ftp://host')).toMatchObject({
    errorCode: 'ADDRESS_REFUSED',
    request: null,
    status: null,
  })
})

test('values of extra headers are in no result of a test', async () => {
  upstream.on('m', answer(['OK']))
  const endpoint = { apiBase: upstream.url, model: 'm', apiKey: null, provider: 'azure' }
  const headers = { 'X-Auth': 'HeaderKanarie' }
  const result = await testEndpoint({ endpoint: { ...endpoint, headers }, timeouts }, { llm })
  expect(result.request?.headers).toMatchObject({ 'x-auth': '[hidden]' })
  expect(JSON.stringify(result)).not.toContain('Kanarie')
})
