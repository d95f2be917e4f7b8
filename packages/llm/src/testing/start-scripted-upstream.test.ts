import { expect, test } from 'vitest'
import {
  answer,
  controlled,
  findClosedPortUrl,
  hang,
  inTurn,
  refuse,
  startScriptedUpstream,
} from './index.ts'

const post = (url: string, body: object, signal?: AbortSignal) =>
  fetch(`${url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ messages: [{ role: 'user', content: 'two words' }], stream: true, ...body }),
    signal: signal ?? null,
  })

test('echo names the model, the number of messages and the last content, in several chunks', async () => {
  await using upstream = await startScriptedUpstream()
  const text = await (await post(upstream.url, { model: 'm' })).text()
  const pieces = [...text.matchAll(/"content":"([^"]*)"/g)].map((match) => match[1])
  expect(pieces.join('')).toBe('m saw 1 messages: two words')
  expect(pieces.length).toBeGreaterThan(2)
  expect(text).toContain('"finish_reason":"stop"')
  expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
  expect(upstream.requests).toMatchObject([{ model: 'm', path: '/v1/chat/completions' }])
})

test('without stream an answer is one JSON body', async () => {
  await using upstream = await startScriptedUpstream()
  upstream.on('m', answer(['a', 'b']))
  const completion = await (await post(upstream.url, { model: 'm', stream: false })).json()
  expect(completion).toMatchObject({ choices: [{ message: { content: 'ab' }, finish_reason: 'stop' }] })
})

test('a controlled stream is handed out once, to whoever asked for its model, before or after the request', async () => {
  await using upstream = await startScriptedUpstream()
  upstream.byDefault(controlled())
  const early = upstream.nextStream({ model: 'b' })
  const [first, second] = await Promise.all([
    post(upstream.url, { model: 'a' }),
    post(upstream.url, { model: 'b', stream_options: { include_usage: true } }),
  ])
  const b = await early
  const a = await upstream.nextStream()
  expect([a.request.model, b.request.model]).toEqual(['a', 'b'])
  a.text('from a')
  a.end()
  b.reasoning('hm')
  b.finish('length')
  expect(await first.text()).not.toContain('[DONE]')
  expect(await second.text()).toMatch(
    /"reasoning_content":"hm".*"finish_reason":"length".*"usage":.*\[DONE\]/s,
  )
})

test('a stream tells when its client has left', async () => {
  await using upstream = await startScriptedUpstream()
  upstream.on('m', controlled())
  const controller = new AbortController()
  await post(upstream.url, { model: 'm' }, controller.signal)
  const stream = await upstream.nextStream({ model: 'm' })
  controller.abort()
  await stream.closed
})

test('a cut stream breaks the client off', async () => {
  await using upstream = await startScriptedUpstream()
  upstream.on('m', controlled())
  const body = (await post(upstream.url, { model: 'm' })).text()
  const broken = expect(body).rejects.toThrow()
  const stream = await upstream.nextStream()
  stream.cut()
  await broken
})

test('waiting for a stream that no behaviour can give throws at once', async () => {
  await using upstream = await startScriptedUpstream()
  upstream.on('m', controlled())
  await expect(upstream.nextStream({ model: 'other' })).rejects.toThrow('No controlled() behaviour for other')
})

test('behaviours in turn answer one request each and the last one stays', async () => {
  await using upstream = await startScriptedUpstream()
  upstream.on(
    'm',
    inTurn(refuse({ status: 503 }), refuse({ status: 429, headers: { 'retry-after': '1' } }), answer(['ok'])),
  )
  const statuses = []
  for (let count = 0; count < 4; count++) statuses.push((await post(upstream.url, { model: 'm' })).status)
  expect(statuses).toEqual([503, 429, 200, 200])
})

test('close ends a request that hangs', async () => {
  const upstream = await startScriptedUpstream()
  upstream.byDefault(hang())
  const hanging = expect(post(upstream.url, { model: 'm' })).rejects.toThrow()
  await expect.poll(() => upstream.requests.length, { timeout: 15_000 }).toBe(1)
  await upstream.close()
  await hanging
})

test('nobody listens at a closed port', async () => {
  await expect(fetch(await findClosedPortUrl())).rejects.toThrow()
})
