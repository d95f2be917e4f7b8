import { gzipSync } from 'node:zlib'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Resolve } from './address/address-policy.ts'
import type { ChatEndpoint, ChatRequest } from './chat-request.ts'
import type { Gather, Reading } from './completion.ts'
import { createLlmClient, type LlmClientOptions } from './create-llm-client.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'
import {
  answer,
  controlled,
  findClosedPortUrl,
  hang,
  inTurn,
  raw,
  refuse,
  startScriptedUpstream,
  type Behaviour,
  type ScriptedUpstream,
} from './testing/index.ts'

// Longer than any wait between tries, so that such a wait is the only thing that falls due within a minute.
const timeouts = { connectMs: 100_000, firstTokenMs: 200_000, idleMs: 300_000, totalMs: 10_000_000 }
const MINUTE = 60_000
/** On a busy machine. */
const PATIENT = { timeout: 15_000 }

let upstream: ScriptedUpstream
let clock: ManualClock
const cleanups: (() => Promise<void>)[] = []

beforeEach(async () => {
  upstream = await startScriptedUpstream()
  clock = createManualClock()
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
  await upstream.close()
})

function createClient(options: Partial<LlmClientOptions> = {}) {
  const llm = createLlmClient({ addressPolicy: { allowPrivate: true }, clock, random: () => 1, ...options })
  cleanups.push(llm.close)
  return llm
}

interface CallOptions {
  endpoint?: Partial<ChatEndpoint>
  request?: Partial<ChatRequest>
  client?: Partial<LlmClientOptions>
  llm?: ReturnType<typeof createLlmClient>
  gather?: Gather
}

/** Starts a call and keeps what it gives. */
function call({ endpoint, request, client, llm = createClient(client), gather }: CallOptions = {}) {
  const controller = new AbortController()
  const texts = { content: '', reasoning: '' }
  let onText = () => undefined as void
  const done = llm.complete(
    {
      endpoint: {
        apiBase: upstream.url,
        model: 'm',
        apiKey: 'sk-CANARY1234567890',
        provider: 'openai',
        ...endpoint,
      },
      messages: [{ role: 'user', content: 'hello world' }],
      params: {},
      timeouts,
      ...request,
    },
    {
      signal: controller.signal,
      onDelta: (channel, text) => {
        texts[channel] += text
        onText()
      },
      gather,
    },
  )
  /** Resolves when the client has given out so much text. */
  const heard = (text: string, channel: 'content' | 'reasoning' = 'content') =>
    new Promise<void>((resolve) => {
      onText = () => {
        if (texts[channel] === text) resolve()
      }
      onText()
    })
  // A test that looks at the outcome later must not fail for an unhandled rejection.
  done.catch(() => undefined)
  return { done, texts, controller, heard }
}

const use = (behaviour: Behaviour) => upstream.on('m', behaviour)

test('images are sent whole with their length told, and once more by another try', async () => {
  const bytes = Buffer.alloc(3_000_000, 'pixels')
  const image = { type: 'image' as const, mediaType: 'image/png', bytes, tokens: 85 }
  const content = [{ type: 'text' as const, text: 'What is this?' }, image]
  use(inTurn(refuse({ status: 503 }), answer(['A lake.'])))
  const { done, texts } = call({ request: { messages: [{ role: 'user', content }] } })
  clock.advance(await clock.whenScheduled(MINUTE))
  await done
  expect(texts.content).toBe('A lake.')
  const url = `data:image/png;base64,${bytes.toString('base64')}`
  expect(upstream.requests).toHaveLength(2)
  for (const { body, headers } of upstream.requests) {
    expect(headers['transfer-encoding']).toBeUndefined()
    expect(Number(headers['content-length'])).toBeGreaterThan(4_000_000)
    expect(body.messages).toEqual([
      { role: 'user', content: [content[0], { type: 'image_url', image_url: { url } }] },
    ])
  }
})

describe('a good answer', () => {
  test('comes as deltas with its finish reason, usage, model and times', async () => {
    use(controlled())
    const { done, texts, heard } = call()
    const stream = await upstream.nextStream()
    clock.advance(250)
    stream.reasoning('Hm. ')
    stream.text('It is ')
    await heard('It is ')
    clock.advance(100)
    stream.text('four.')
    stream.usage({
      prompt_tokens: 12,
      completion_tokens: 6,
      completion_tokens_details: { reasoning_tokens: 2 },
    })
    stream.finish('stop')
    expect(await done).toEqual({
      outcome: 'done',
      finishReason: 'stop',
      usage: { promptTokens: 12, completionTokens: 6, reasoningTokens: 2, isEstimated: false },
      httpStatus: 200,
      upstreamModel: 'm',
      ttftMs: 250,
      latencyMs: 350,
      tries: 1,
    })
    expect(texts).toEqual({ content: 'It is four.', reasoning: 'Hm. ' })
  })

  test('is asked for as a stream with usage, with the key as a bearer token', async () => {
    await call({ request: { params: { maxTokens: 9, topP: 0.5 } } }).done
    expect(upstream.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { authorization: 'Bearer sk-CANARY1234567890', 'content-type': 'application/json' },
        body: {
          model: 'm',
          messages: [{ role: 'user', content: 'hello world' }],
          stream: true,
          stream_options: { include_usage: true },
          max_tokens: 9,
          top_p: 0.5,
        },
      },
    ])
  })

  test('whose usage was not told has it counted', async () => {
    use(controlled())
    const { done } = call()
    const stream = await upstream.nextStream()
    stream.text('hello world')
    stream.raw('data: [DONE]\n\n')
    expect((await done).usage).toEqual({
      promptTokens: 9,
      completionTokens: 2,
      reasoningTokens: null,
      isEstimated: true,
    })
    stream.end()
  })

  test('is over at [DONE], though the endpoint keeps the connection open', async () => {
    use(controlled())
    const { done } = call()
    const stream = await upstream.nextStream()
    stream.text('a')
    stream.raw('data: [DONE]\n\n')
    expect(await done).toMatchObject({ outcome: 'done' })
    clock.advance(1000)
    await stream.closed
  })

  test('that ends cleanly leaves its connection to the next call', async () => {
    const llm = createClient()
    const ports = new Set<number | undefined>()
    const callAgain = async () => {
      await call({ llm }).done
      clock.advance(1000)
      ports.add(upstream.requests.at(-1)?.remotePort)
      return ports.size < upstream.requests.length
    }
    // Undici frees a connection a moment after the answer has ended.
    await expect.poll(callAgain, { interval: 1, timeout: 15_000 }).toBe(true)
  })

  test('is over shortly after its finish reason, though neither usage nor [DONE] comes', async () => {
    use(controlled())
    const { done, heard } = call()
    const stream = await upstream.nextStream()
    stream.text('a')
    stream.chunk({ choices: [{ index: 0, delta: { content: 'b' }, finish_reason: 'stop' }] })
    await heard('ab')
    clock.advance(5000)
    expect(await done).toMatchObject({ outcome: 'done', finishReason: 'stop' })
    await stream.closed
  })

  test('that the endpoint closes without a word is incomplete', async () => {
    use(controlled())
    const { done } = call()
    const stream = await upstream.nextStream()
    stream.text('half')
    stream.end()
    expect(await done).toMatchObject({ outcome: 'incomplete', finishReason: null })
  })

  test('may come as one JSON body', async () => {
    const body = { model: 'x', choices: [{ message: { content: 'all' }, finish_reason: 'stop' }] }
    use(raw({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))
    const { done, texts } = call()
    expect(await done).toMatchObject({ outcome: 'done', upstreamModel: 'x' })
    expect(texts.content).toBe('all')
  })

  test('may come compressed', async () => {
    const body =
      'data: {"choices":[{"delta":{"content":"small"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
    use(raw({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(body) }))
    const { done, texts } = call()
    expect(await done).toMatchObject({ outcome: 'done' })
    expect(texts.content).toBe('small')
  })

  test('may come by HTTP/1.0 after an informational response, its end being the end of the connection', async () => {
    const chunk = 'data: {"choices":[{"delta":{"content":"old"},"finish_reason":"stop"}]}\n\n'
    const url = await serveBytes(`HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.0 200 OK\r\n\r\n${chunk}`)
    const { done, texts } = call({ endpoint: { apiBase: url } })
    expect(await done).toMatchObject({ outcome: 'done', finishReason: 'stop' })
    expect(texts.content).toBe('old')
  })
})

/** A server that answers every connection with these bytes and hangs up. */
async function serveBytes(bytes: string): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(bytes))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

describe('a refusal', () => {
  test.each([
    ['KEY_REFUSED', refuse({ status: 401, body: { error: { message: 'bad key sk-CANARY1234567890' } } })],
    ['QUOTA_EXCEEDED', refuse({ status: 402 })],
    ['MODEL_NOT_FOUND', refuse({ status: 404, body: { error: { message: 'model m not found' } } })],
    ['CONTEXT_TOO_LONG', refuse({ status: 400, body: { error: { code: 'context_length_exceeded' } } })],
    ['REQUEST_REFUSED', refuse({ status: 400, body: 'no' })],
    ['WEB_PAGE', refuse({ status: 404, body: '<html>nginx</html>' })],
    ['REDIRECT', refuse({ status: 302, headers: { location: 'http://169.254.169.254/' } })],
    ['REDIRECT', refuse({ status: 307, headers: { location: 'http://127.0.0.1:1/' } })],
    ['WEB_PAGE', raw({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Hello' })],
    ['KEY_REFUSED', raw({ body: 'data: {"error":{"message":"down","code":401}}\n\n' })],
    ['QUOTA_EXCEEDED', raw({ body: '{"error":{"message":"insufficient_quota"}}' })],
  ])('that means %s is told at once, in one try', async (code, behaviour) => {
    use(behaviour)
    await expect(call().done).rejects.toMatchObject({ name: 'LlmError', code })
    expect(upstream.requests).toHaveLength(1)
  })

  test('never shows the key, in the message or in the detail', async () => {
    use(
      refuse({
        status: 401,
        body: { error: { message: 'Incorrect API key provided: sk-CANARY1234567890' } },
      }),
    )
    const error = await call().done.catch((reason: unknown) => reason as Error & { detail: string })
    expect(JSON.stringify(error) + (error as Error).message + (error as Error).stack).not.toContain('CANARY')
  })

  test('of stream_options is answered by doing without, and remembered', async () => {
    use(
      inTurn(
        refuse({
          status: 400,
          body: { error: { message: 'Unrecognized request argument: stream_options' } },
        }),
        answer(['ok']),
      ),
    )
    const llm = createClient()
    expect(await call({ llm }).done).toMatchObject({
      outcome: 'done',
      tries: 2,
      usage: { isEstimated: true },
    })
    expect(await call({ llm }).done).toMatchObject({ tries: 1 })
    expect(upstream.requests.map(({ body }) => 'stream_options' in body)).toEqual([true, false, false])
  })

  test('of max_tokens is answered by its newer name', async () => {
    const message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    use(inTurn(refuse({ status: 400, body: { error: { message } } }), answer(['ok'])))
    await call({ request: { params: { maxTokens: 5 } } }).done
    expect(upstream.requests[1]?.body).toMatchObject({ max_completion_tokens: 5 })
    expect(upstream.requests[1]?.body).not.toHaveProperty('max_tokens')
  })

  test('of what cannot be left out is not tried again and again', async () => {
    use(
      refuse({
        status: 400,
        body: { error: { message: 'stream_options and max_completion_tokens are bad' } },
      }),
    )
    await expect(call().done).rejects.toMatchObject({ code: 'REQUEST_REFUSED' })
    expect(upstream.requests).toHaveLength(3)
  })
})

describe('another try', () => {
  test.each([
    ['retry-after-ms', '40', 40],
    ['retry-after', '3', 3000],
    ['retry-after', '1.5', 1500],
    ['retry-after', '0', 0],
    ['retry-after', 'Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('comes after the wait that %s: %s asks for', async (header, value, waitMs) => {
    use(inTurn(refuse({ status: 429, headers: { [header]: value } }), answer(['ok'])))
    const { done } = call()
    await upstream.nextRequest()
    expect(await clock.whenScheduled(MINUTE)).toBe(waitMs)
    clock.advance(waitMs)
    expect(await done).toMatchObject({ outcome: 'done', tries: 2, latencyMs: waitMs })
  })

  test.each([500, 502, 503, 529])(
    'follows HTTP %i twice, each wait longer, and then the failure stands',
    async (status) => {
      use(refuse({ status }))
      const { done } = call()
      expect(await clock.whenScheduled(MINUTE)).toBe(500)
      clock.advance(500)
      expect(await clock.whenScheduled(MINUTE)).toBe(1000)
      clock.advance(1000)
      await expect(done).rejects.toMatchObject({
        code: status === 529 ? 'RATE_LIMITED' : 'UPSTREAM_ERROR',
        status,
      })
      expect(upstream.requests).toHaveLength(3)
    },
  )

  test('is jittered', async () => {
    use(refuse({ status: 500 }))
    call({ client: { random: () => 0 } })
    expect(await clock.whenScheduled(MINUTE)).toBe(250)
  })

  test('is not waited for longer than a minute: the person is told how long', async () => {
    use(refuse({ status: 429, headers: { 'retry-after': '600' } }))
    await expect(call().done).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: 600_000,
      message: expect.stringContaining('in 10 minutes'),
    })
    expect(upstream.requests).toHaveLength(1)
  })

  test('is not made when the whole call would be over by then', async () => {
    use(refuse({ status: 429, headers: { 'retry-after': '30' } }))
    const { done } = call({ request: { timeouts: { ...timeouts, totalMs: 20_000 } } })
    await expect(done).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    expect(upstream.requests).toHaveLength(1)
  })

  test('follows a connection that is refused', async () => {
    const { done } = call({ endpoint: { apiBase: await findClosedPortUrl() } })
    clock.advance(await clock.whenScheduled(MINUTE))
    clock.advance(await clock.whenScheduled(MINUTE))
    await expect(done).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      detail: expect.stringContaining('ECONNREFUSED'),
    })
  })

  test('follows a connection that broke before the answer began', async () => {
    use(inTurn(controlled(), answer(['ok'])))
    const { done } = call()
    const stream = await upstream.nextStream()
    stream.cut()
    expect(await clock.whenScheduled(MINUTE)).toBe(0)
    clock.advance(0)
    expect(await done).toMatchObject({ outcome: 'done', tries: 2 })
  })

  test('follows an error within the stream that came before any text', async () => {
    use(inTurn(raw({ body: 'data: {"error":{"message":"overloaded","code":503}}\n\n' }), answer(['ok'])))
    const { done, texts } = call()
    clock.advance(await clock.whenScheduled(MINUTE))
    expect(await done).toMatchObject({ outcome: 'done', tries: 2 })
    expect(texts.content).toBe('ok')
  })

  test('never follows once text has come', async () => {
    use(controlled())
    const { done, texts, heard } = call()
    const stream = await upstream.nextStream()
    stream.text('half')
    await heard('half')
    stream.cut()
    await expect(done).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    expect(upstream.requests).toHaveLength(1)
    expect(texts.content).toBe('half')
  })
})

describe('an answer that is read every so often', () => {
  /** One whose first text has come, and whose next waits to be read. */
  async function begin() {
    use(controlled())
    const readings: Reading[] = []
    const llm = createClient()
    const { done, texts, heard, controller } = call({ llm, gather: (reading) => void readings.push(reading) })
    const stream = await upstream.nextStream()
    stream.text('first ')
    await heard('first ')
    expect(readings).toEqual([])
    stream.text('next ')
    await expect.poll(() => readings.length, PATIENT).toBe(1)
    /** What the caller does every so often. */
    async function tick() {
      const due = readings.splice(0)
      for (const { letIn } of due) letIn()
      await goRoundTheLoop()
      for (const { read } of due) read()
      await nextTurn()
      return texts.content
    }
    return { llm, done, texts, readings, stream, controller, tick }
  }

  /** Long enough for what was written before to arrive, if it is read. */
  async function goRoundTheLoop() {
    for (let turn = 0; turn < 50; turn += 1) await nextTurn()
  }

  test('gives its first text at once, and the rest when it is read', async () => {
    const { done, texts, readings, stream, tick } = await begin()
    expect(texts.content).toBe('first ')
    readings[0]?.read()
    expect(texts.content).toBe('first next ')
    stream.text('last')
    stream.finish('stop')
    await expect.poll(tick, PATIENT).toBe('first next last')
    expect(await done).toMatchObject({ outcome: 'done', finishReason: 'stop' })
    expect(texts.content).toBe('first next last')
  })

  test('leaves at its connection what comes between two readings', async () => {
    const { texts, readings, stream, tick } = await begin()
    for (const text of ['one ', 'two ', 'three ']) {
      stream.text(text)
      await goRoundTheLoop()
    }
    readings[0]?.read()
    expect(texts.content).toBe('first next ')
    await expect.poll(tick, PATIENT).toBe('first next one two three ')
  })

  test('has its connection read as ever once it is over, so that it serves the next call', async () => {
    const { llm, done, stream, tick } = await begin()
    let isOver = false
    void done.then(() => (isOver = true))
    // Told, so that nothing has to be counted before the answer is over: meanwhile ticks would go on.
    stream.usage({ prompt_tokens: 1, completion_tokens: 2 })
    stream.raw('data: [DONE]\n\n')
    await expect.poll(() => tick().then(() => isOver), PATIENT).toBe(true)
    stream.end()
    use(answer(['ok']))
    const connectionOfNextCall = async () => {
      await call({ llm }).done
      return upstream.requests.at(-1)?.remotePort
    }
    await expect.poll(connectionOfNextCall, PATIENT).toBe(stream.request.remotePort)
  })

  test('keeps what was not read yet where it breaks off', async () => {
    const { done, texts, readings, stream } = await begin()
    stream.cut()
    readings[0]?.letIn()
    await expect(done).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    readings[0]?.read()
    expect(texts.content).toBe('first next ')
  })

  test('keeps what was not read yet where its time is up', async () => {
    const { done, texts } = await begin()
    clock.advance(timeouts.idleMs)
    await expect(done).rejects.toMatchObject({ code: 'IDLE_TIMEOUT' })
    expect(texts.content).toBe('first next ')
  })

  test('gives nothing more once it was aborted', async () => {
    const { done, texts, readings, controller } = await begin()
    controller.abort(new Error('stopped'))
    await expect(done).rejects.toThrow('stopped')
    readings[0]?.read()
    expect(texts.content).toBe('first ')
  })
})

describe('an answer that breaks off', () => {
  test('by an error in mid-stream keeps its text', async () => {
    use(controlled())
    const { done, texts } = call()
    const stream = await upstream.nextStream()
    stream.text('half ')
    stream.error({ message: 'node 10.0.0.7 is down', code: 502 })
    await expect(done).rejects.toMatchObject({
      code: 'UPSTREAM_ERROR',
      message: expect.not.stringContaining('10.0.0.7'),
      detail: expect.stringContaining('10.0.0.7'),
    })
    expect(texts.content).toBe('half ')
    await stream.closed
  })

  test('by a lost connection keeps text that was held back, too', async () => {
    use(controlled())
    const { done, texts, heard } = call()
    const stream = await upstream.nextStream()
    stream.text('<th')
    stream.reasoning('hm')
    await heard('hm', 'reasoning')
    stream.cut()
    await expect(done).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    expect(texts.content).toBe('<th')
  })

  test('after its finish reason is whole all the same', async () => {
    use(controlled())
    const { done, heard } = call()
    const stream = await upstream.nextStream()
    stream.chunk({ choices: [{ index: 0, delta: { content: 'all' }, finish_reason: 'stop' }] })
    await heard('all')
    stream.cut()
    expect(await done).toMatchObject({ outcome: 'done', finishReason: 'stop' })
  })
})

describe('time', () => {
  test('for connecting runs out', async () => {
    const silent: Resolve = () => undefined
    const { done } = call({ endpoint: { apiBase: 'http://model.example/v1' }, client: { resolve: silent } })
    clock.advance(timeouts.connectMs)
    await expect(done).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
  })

  test('for the first token runs out, with no status or with one', async () => {
    use(inTurn(hang(), controlled()))
    const silent = call()
    await upstream.nextRequest()
    clock.advance(timeouts.firstTokenMs)
    await expect(silent.done).rejects.toMatchObject({ code: 'FIRST_TOKEN_TIMEOUT' })

    const begun = call()
    const stream = await upstream.nextStream()
    clock.advance(timeouts.firstTokenMs)
    await expect(begun.done).rejects.toMatchObject({ code: 'FIRST_TOKEN_TIMEOUT' })
    await stream.closed
  })

  test('for the next token runs out, and the text is kept', async () => {
    use(controlled())
    const { done, texts, heard } = call()
    const stream = await upstream.nextStream()
    stream.text('half')
    await heard('half')
    clock.advance(timeouts.idleMs)
    await expect(done).rejects.toMatchObject({ code: 'IDLE_TIMEOUT' })
    expect(texts.content).toBe('half')
    await stream.closed
  })

  test('for the whole call runs out, tries and waits included', async () => {
    use(inTurn(refuse({ status: 503, headers: { 'retry-after': '50' } }), controlled()))
    const { done, heard } = call({ request: { timeouts: { ...timeouts, totalMs: 60_000 } } })
    await upstream.nextRequest()
    expect(await clock.whenScheduled(55_000)).toBe(50_000)
    clock.advance(50_000)
    const stream = await upstream.nextStream()
    stream.text('half')
    await heard('half')
    clock.advance(10_000)
    await expect(done).rejects.toMatchObject({ code: 'TOTAL_TIMEOUT' })
    await stream.closed
  })
})

describe('an abort', () => {
  const reason = new Error('stopped by the person')

  test('before the start makes no request', async () => {
    const llm = createClient()
    const signal = AbortSignal.abort(reason)
    const request: ChatRequest = {
      endpoint: { apiBase: upstream.url, model: 'm', apiKey: null, provider: '' },
      messages: [],
      params: {},
      timeouts,
    }
    await expect(llm.complete(request, { signal, onDelta: () => undefined })).rejects.toBe(reason)
    expect(upstream.requests).toEqual([])
  })

  test('in mid-stream rejects with its reason at once, and the endpoint sees the client leave', async () => {
    use(controlled())
    const { done, controller, heard } = call()
    const stream = await upstream.nextStream()
    stream.text('half')
    await heard('half')
    controller.abort(reason)
    await expect(done).rejects.toBe(reason)
    await stream.closed
  })

  test('while the endpoint is silent rejects with its reason', async () => {
    use(hang())
    const { done, controller } = call()
    await upstream.nextRequest()
    controller.abort(reason)
    await expect(done).rejects.toBe(reason)
  })

  test('while connecting rejects with its reason', async () => {
    const silent: Resolve = () => undefined
    const { done, controller } = call({
      endpoint: { apiBase: 'http://model.example/v1' },
      client: { resolve: silent },
    })
    controller.abort(reason)
    await expect(done).rejects.toBe(reason)
  })

  test('between a wait and the next try rejects with its reason, and no try follows', async () => {
    use(refuse({ status: 503 }))
    const { done, controller } = call()
    clock.advance(await clock.whenScheduled(MINUTE))
    controller.abort(reason)
    await expect(done).rejects.toBe(reason)
    expect(upstream.requests).toHaveLength(1)
  })

  test('while waiting for the next try rejects with its reason, and no try follows', async () => {
    use(refuse({ status: 503 }))
    const { done, controller } = call()
    await clock.whenScheduled(MINUTE)
    controller.abort(reason)
    await expect(done).rejects.toBe(reason)
    clock.advance(MINUTE)
    expect(upstream.requests).toHaveLength(1)
  })
})

describe('an address', () => {
  const refused = { code: 'ADDRESS_REFUSED' }
  const names =
    (...addresses: string[]): Resolve =>
    (_hostname, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )

  test.each([
    'http://169.254.169.254/v1',
    'http://[::ffff:a9fe:a9fe]/v1',
    'http://[::ffff:169.254.169.254]/v1',
    'http://0xa9.0xfe.0xa9.0xfe/v1',
    'http://2852039166/v1',
    'http://0.0.0.0:3000/v1',
    'http://[::]:3000/v1',
    'http://[fe80::1]/v1',
    'http://224.0.0.1/v1',
    'http://100.100.100.200/v1',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
  ])('%s is never called', async (apiBase) => {
    await expect(call({ endpoint: { apiBase } }).done).rejects.toMatchObject(refused)
  })

  test.each([
    'http://127.0.0.1:9/v1',
    'http://0x7f.1:9/v1',
    'http://2130706433:9/v1',
    'http://[::1]:9/v1',
    'http://10.0.0.1/v1',
  ])('%s is not called where private addresses are refused', async (apiBase) => {
    const client = { addressPolicy: { allowPrivate: false } }
    await expect(call({ endpoint: { apiBase }, client }).done).rejects.toMatchObject(refused)
  })

  test('that an administrator vouched for is called whatever it is, and no other on the same host', async () => {
    const { origin } = new URL(upstream.url)
    const client = { addressPolicy: { allowPrivate: false, alwaysAllow: [origin] } }
    expect(await call({ client }).done).toMatchObject({ outcome: 'done' })
    await expect(call({ client, endpoint: { apiBase: 'http://127.0.0.1:9/v1' } }).done).rejects.toMatchObject(
      refused,
    )
  })

  test.each([
    ['private where those are refused', false, ['127.0.0.1']],
    ['a metadata service', true, ['169.254.169.254']],
    ['one harmless and one forbidden', true, ['93.184.216.34', '169.254.169.254']],
    ['a mapped form of a forbidden one', true, ['::ffff:169.254.169.254']],
  ])('that a name resolves to is checked: %s', async (...[, allowPrivate, addresses]) => {
    const client = { addressPolicy: { allowPrivate }, resolve: names(...addresses) }
    const { done } = call({ endpoint: { apiBase: 'http://model.example/v1' }, client })
    await expect(done).rejects.toMatchObject(refused)
  })

  test('that was checked is the one that is connected to, though the name resolves to another the next time', async () => {
    const port = new URL(upstream.url).port
    let lookups = 0
    const rebinding: Resolve = (hostname, callback) => {
      lookups += 1
      return names(lookups === 1 ? '127.0.0.1' : '169.254.169.254')(hostname, callback)
    }
    const llm = createClient({ resolve: rebinding })
    expect(await call({ llm, endpoint: { apiBase: `http://model.example:${port}/v1` } }).done).toMatchObject({
      outcome: 'done',
    })
    expect(lookups).toBe(1)
    expect(upstream.requests[0]?.headers.host).toBe(`model.example:${port}`)
  })

  test('that does not exist is told as a failed connection', async () => {
    const none: Resolve = (_hostname, callback) =>
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND model.example'), { code: 'ENOTFOUND' }), [])
    const { done } = call({ endpoint: { apiBase: 'http://model.example/v1' }, client: { resolve: none } })
    await expect(done).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      message: expect.not.stringContaining('model.example'),
      detail: expect.stringContaining('ENOTFOUND'),
    })
  })
})

test('calls run side by side, each with its own answer', async () => {
  use(controlled())
  const llm = createClient()
  const calls = Array.from({ length: 16 }, () => call({ llm }))
  const streams = await Promise.all(calls.map(() => upstream.nextStream()))
  streams.forEach((stream, index) => stream.text(`answer ${index}`))
  streams.forEach((stream) => stream.finish())
  await Promise.all(calls.map(({ done }) => done))
  expect(calls.map(({ texts }) => texts.content).sort()).toEqual(
    calls.map((_call, index) => `answer ${index}`).sort(),
  )
})

test('closing the client ends what runs', async () => {
  use(controlled())
  const llm = createClient()
  const { done } = call({ llm })
  const stream = await upstream.nextStream()
  await llm.close()
  await expect(done).rejects.toMatchObject({ name: 'LlmError' })
  await stream.closed
})

test('a listener that throws ends the call with its error', async () => {
  const fault = new Error('listener')
  const done = createClient().complete(
    {
      endpoint: { apiBase: upstream.url, model: 'm', apiKey: null, provider: '' },
      messages: [],
      params: {},
      timeouts,
    },
    {
      signal: new AbortController().signal,
      onDelta: () => {
        throw fault
      },
    },
  )
  await expect(done).rejects.toBe(fault)
})
