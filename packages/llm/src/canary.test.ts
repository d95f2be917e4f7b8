import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { monotonicClock, type Clock } from './clock.ts'
import { createLlmClient } from './create-llm-client.ts'
import { discoverModels } from './discover-models.ts'
import { testEndpoint } from './test-endpoint.ts'
import {
  raw,
  refuse,
  startScriptedUpstream,
  wire,
  type Behaviour,
  type ScriptedUpstream,
} from './testing/index.ts'

// A key of no known form, with characters that an address must escape: only who knows it can find it.
const KEY = 'Kanarie/of+the=tests'
const error = { error: { message: `Wrong key ${KEY}, see /?key=${encodeURIComponent(KEY)}`, code: KEY } }
const json = JSON.stringify(error)
const redirect = { status: 302, headers: { location: `http://127.0.0.1/?key=${encodeURIComponent(KEY)}` } }
const chunk = (fields: object) =>
  `data: ${JSON.stringify({ choices: [{ delta: { content: 'a' } }], ...fields })}\n\n`

const echoes: [what: string, behaviour: Behaviour][] = [
  ['a refusal', refuse({ status: 401, body: error })],
  ['a refusal in plain text', refuse({ status: 400, body: `no ${KEY}` })],
  ['a refusal that is cut within the key', refuse({ status: 400, body: `${'x '.repeat(988)}${KEY}` })],
  ['a web page', refuse({ status: 403, body: `<html>${KEY}` })],
  ['a page that is cut within the key', raw({ body: `<html>${'x '.repeat(242)}${KEY}` })],
  ['a redirect', refuse(redirect)],
  ['an error in mid-stream', raw({ body: `${chunk({})}data: ${json}\n\n` })],
  ['a torn chunk', raw({ body: `${chunk({})}data: {"x":"${KEY}\n\n${chunk({})}` })],
  ['text that is no answer', raw({ body: `Hello ${KEY}` })],
  ['an event of another kind', raw({ body: `${KEY}: x\n\n` })],
  [
    'the model’s name and the finish reason',
    raw({ body: chunk({ model: KEY, choices: [{ finish_reason: KEY }] }) }),
  ],
  [
    'headers',
    refuse({ status: 429, headers: { 'retry-after': KEY, 'www-authenticate': KEY, 'x-key': KEY }, body: '' }),
  ],
  ['a status line', wire({ pieces: [`HTTP/1.1 500 ${KEY}\r\nconnection: close\r\n\r\n`], then: 'close' })],
  ['what is no HTTP', wire({ pieces: [`HTTP/1.1 2x0 ${KEY}\r\nx: ${KEY}\r\n\r\n`], then: 'close' })],
]

/** No test waits between tries. */
const clock: Clock = {
  ...monotonicClock,
  schedule: (ms, callback) => monotonicClock.schedule(ms < 1000 ? 0 : ms, callback),
}
const llm = createLlmClient({ addressPolicy: { allowPrivate: true }, clock, random: () => 0 })
const timeouts = { connectMs: 20_000, firstTokenMs: 20_000, idleMs: 20_000, totalMs: 30_000 }
let upstream: ScriptedUpstream
beforeAll(async () => {
  upstream = await startScriptedUpstream()
})
afterAll(async () => {
  await llm.close()
  await upstream.close()
})

/** Everything that can be seen of a value by whoever logs, stores or shows it, its hidden fields and causes too. */
const show = (value: unknown) =>
  inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null }) +
  (JSON.stringify(value) ?? '')

function expectNoKey(value: unknown) {
  const shown = show(value)
  expect(shown).not.toContain(KEY)
  expect(shown).not.toContain(encodeURIComponent(KEY))
  // Nor is half of it left where a text was cut.
  expect(shown).not.toContain(KEY.slice(0, 6))
}

describe.each(echoes)('a key that the endpoint echoes in %s', (_what, behaviour) => {
  const endpoint = () => ({ apiBase: upstream.url, model: 'm', apiKey: KEY, provider: 'openai' })

  test('is in nothing that an answer comes to', async () => {
    upstream.on('m', behaviour)
    const request = { endpoint: endpoint(), messages: [], params: {}, timeouts }
    const signal = new AbortController().signal
    const came = await llm
      .complete(request, { signal, onDelta: () => undefined })
      .catch((failure: unknown) => failure)
    expect(upstream.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`)
    expectNoKey(came)
  })

  test('is in no result of a test of the model, and of looking for its models', async () => {
    upstream.on('m', behaviour)
    upstream.on('', behaviour)
    expectNoKey(await testEndpoint({ endpoint: endpoint(), timeouts }, { llm }))
    expectNoKey(await discoverModels({ endpoint: endpoint(), timeouts }, { llm }))
  })
})
