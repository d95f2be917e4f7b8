import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ChatEndpoint, ChatRequest } from './chat-request.ts'
import type { Clock } from './clock.ts'
import { createLlmClient } from './create-llm-client.ts'
import { LlmError } from './llm-error.ts'
import { createManualClock } from './manual-clock.ts'
import { testEndpoint } from './test-endpoint.ts'
import {
  answer,
  controlled,
  hang,
  inTurn,
  raw,
  refuse,
  startScriptedUpstream,
  wire,
  type Behaviour,
  type ScriptedUpstream,
} from './testing/index.ts'

// What endpoints were seen to do, through the real client over a real connection. Each has a number, which the test
// names carry; 5 and 26 are quirks that a server must not have, and none of a client.

const MINUTE = 60_000
const timeouts = {
  connectMs: 2 * MINUTE,
  firstTokenMs: 2 * MINUTE,
  idleMs: 2 * MINUTE,
  totalMs: 100 * MINUTE,
}
const KEY = 'canary-of-the-tests'
/** A machine with other work is slow. */
const PATIENT = { timeout: 15_000 }
const cleanups: (() => Promise<void>)[] = []
let upstream: ScriptedUpstream

beforeEach(async () => {
  upstream = await startScriptedUpstream()
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
  await upstream.close()
})

/** Time stands still, but for the waits between tries: those are over at once. */
const stillClock: Clock = {
  now: () => 0,
  schedule(ms, callback) {
    if (![0, 500, 1000].includes(ms)) return () => undefined
    const immediate = setImmediate(callback)
    return () => clearImmediate(immediate)
  },
}

interface Came {
  content: string
  reasoning: string
  outcome: string
  code?: string
  [more: string]: unknown
}

function start(
  clock: Clock = stillClock,
  request: Partial<ChatRequest> = {},
  endpoint: Partial<ChatEndpoint> = {},
) {
  const llm = createLlmClient({ addressPolicy: { allowPrivate: true }, clock, random: () => 1 })
  cleanups.push(llm.close)
  const texts = { content: '', reasoning: '' }
  const target = { apiBase: upstream.url, model: 'm', apiKey: KEY, provider: '', ...endpoint }
  const came: Promise<Came> = llm
    .complete(
      { endpoint: target, messages: [{ role: 'user', content: 'hello' }], params: {}, timeouts, ...request },
      {
        signal: new AbortController().signal,
        onDelta: (channel, text) => {
          texts[channel] += text
        },
      },
    )
    .then(
      (completion) => ({ ...texts, ...completion }),
      (error: unknown) => {
        if (!(error instanceof LlmError)) throw error
        const { code, message, detail, status } = error
        return { ...texts, outcome: 'error', code, message, detail, status }
      },
    )
  return { came, texts }
}

async function ask(behaviour: Behaviour): Promise<Came & { requests: number }> {
  upstream.on('m', behaviour)
  const came = await start().came
  return { ...came, requests: upstream.requests.length }
}

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n'
const DONE = 'data: [DONE]\n\n'
const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`
const delta = (fields: object, more: object = {}) =>
  event({ choices: [{ index: 0, delta: fields, finish_reason: null, ...more }] })
const text = (content: string) => delta({ content })
const finish = (reason: string) => delta({}, { finish_reason: reason })
const usage = (counts: object) => event({ choices: [], usage: counts })
const whole = (fields: object) => JSON.stringify({ choices: [{ message: fields, finish_reason: 'stop' }] })
const GOOD = text('Grüße, ') + text('世界 🌍') + finish('stop') + DONE
const isGood = { outcome: 'done', content: 'Grüße, 世界 🌍', finishReason: 'stop', tries: 1 }

const sse = (body: string) => raw({ body })
const as = (type: string, body: string) => raw({ headers: { 'content-type': type }, body })
const inEncoding = (encoding: string, body: Uint8Array) =>
  raw({ headers: { 'content-encoding': encoding }, body })
const IN_CHUNKS = `${HEAD}transfer-encoding: chunked\r\n`
const chunked = (body: string | Uint8Array) =>
  Buffer.concat([
    Buffer.from(`${Buffer.byteLength(body).toString(16)}\r\n`),
    Buffer.from(body),
    Buffer.from('\r\n'),
  ])
const bytesOf = (body: string) => [...Buffer.from(body)].map((byte) => Uint8Array.of(byte))
/** All of it, then the end of the connection as the end of the body. */
const untilClose = (...pieces: (string | Uint8Array)[]) =>
  wire({ pieces: [`${HEAD}connection: close\r\n\r\n`, ...pieces], then: 'close' })
const error = (fields: object) => ({ error: { message: 'no', ...fields } })

type Case = [what: string, behaviour: () => Behaviour, came: Partial<Came>]

const quirks: Record<string, Case[]> = {
  '1 characters are cut across chunks': [
    ['at every byte', () => untilClose(...bytesOf(GOOD)), isGood],
    [
      'within the halves of a surrogate pair, each in a chunk',
      () => sse(`data: {"choices":[{"delta":{"content":"\\ud83c"}}]}\n\n${text('\udf0d')}${DONE}`),
      { outcome: 'done', content: '🌍' },
    ],
    [
      'and bytes that are no UTF-8 become U+FFFD, and no error',
      () => untilClose('data: {"choices":[{"delta":{"content":"a', Uint8Array.of(0xff), `b"}}]}\n\n${DONE}`),
      { outcome: 'done', content: 'a\uFFFDb' },
    ],
  ],
  '2 events are cut across chunks, or many share one': [
    ['cut in the middle of the JSON', () => untilClose(GOOD.slice(0, 40), GOOD.slice(40)), isGood],
    ['all in one', () => untilClose(GOOD), isGood],
  ],
  '3 lines end otherwise, a mark leads, the last blank line is missing': [
    ['CRLF', () => sse(GOOD.replaceAll('\n', '\r\n')), isGood],
    ['lone CR', () => sse(GOOD.replaceAll('\n', '\r')), isGood],
    ['a byte order mark', () => sse(`\uFEFF${GOOD}`), isGood],
    ['no space after the colon', () => sse(GOOD.replaceAll('data: ', 'data:')), isGood],
    [
      'one chunk over several data lines',
      () => sse(`data: {"choices":\ndata: [{"delta":{"content":"a"}}]}\n\n${DONE}`),
      { outcome: 'done', content: 'a' },
    ],
    [
      'no blank line at the end',
      () => sse((text('a') + finish('stop')).trimEnd()),
      { outcome: 'done', content: 'a' },
    ],
    ['no blank lines at all', () => sse(GOOD.replaceAll('\n\n', '\n')), isGood],
  ],
  '4 comments and events without content are mixed in': [
    ['comments', () => sse(`: OPENROUTER PROCESSING\n\n: ping\n\n${GOOD}`), isGood],
    ['a keepalive that poses as data', () => sse(`data: : keepalive\n\n${GOOD}`), isGood],
    ['empty data', () => sse(`data:\n\ndata: \n\n${GOOD}`), isGood],
    ['events that have a name and no data', () => sse(`event: ping\n\n${GOOD}`), isGood],
    ['comments and nothing else', () => sse(': ping\n\n: ping\n\n'), { outcome: 'incomplete', content: '' }],
  ],
  '6 the socket stays open after [DONE]': [
    ['the answer is over', () => wire({ pieces: [`${HEAD}\r\n`, GOOD], then: 'hold' }), isGood],
    [
      'whatever follows is no part of it',
      () => wire({ pieces: [`${HEAD}\r\n`, GOOD, text('more')], then: 'hold' }),
      isGood,
    ],
  ],
  '7 the stream ends without [DONE], without a finish reason, or without both': [
    [
      'a finish reason alone',
      () => sse(text('a') + finish('stop')),
      { outcome: 'done', finishReason: 'stop' },
    ],
    ['[DONE] alone', () => sse(text('a') + DONE), { outcome: 'done', content: 'a', finishReason: null }],
    ['neither', () => sse(text('a')), { outcome: 'incomplete', content: 'a', finishReason: null }],
    [
      'neither, within a chunk',
      () => sse(`${text('a')}data: {"choi`),
      { outcome: 'incomplete', content: 'a' },
    ],
    ['not even a byte', () => sse(''), { outcome: 'incomplete', content: '' }],
  ],
  '8 only reasoning comes': [
    [
      'then the end',
      () => sse(delta({ reasoning: 'hm' })),
      { outcome: 'incomplete', reasoning: 'hm', content: '' },
    ],
    [
      'then a finish reason and [DONE]',
      () => sse(delta({ reasoning_content: 'hm' }) + finish('stop') + DONE),
      { outcome: 'incomplete', reasoning: 'hm' },
    ],
    [
      'cut by the limit of tokens',
      () => sse(delta({ reasoning_content: 'hm' }) + finish('length') + DONE),
      { outcome: 'incomplete', reasoning: 'hm', finishReason: 'length' },
    ],
  ],
  '9 an error comes with a status of success': [
    [
      'in mid-stream, and the text is kept',
      () => sse(text('half') + event({ ...error({ code: 502 }), choices: [] })),
      { outcome: 'error', code: 'UPSTREAM_ERROR', status: 502, content: 'half', requests: 1 },
    ],
    ['as the first event', () => sse(event(error({ code: 401 }))), { code: 'KEY_REFUSED', requests: 1 }],
    [
      'as the whole body',
      () => as('application/json', JSON.stringify(error({ code: 402 }))),
      { code: 'QUOTA_EXCEEDED' },
    ],
    ['as a bare text', () => sse(event({ error: 'rate limit' })), { code: 'RATE_LIMITED', requests: 3 }],
    [
      'as an event of its own',
      () => sse(`event: error\n${event({ message: 'no' })}`),
      { code: 'UPSTREAM_ERROR' },
    ],
    [
      'as a finish reason, and the text is kept',
      () => sse(text('half') + finish('error')),
      { code: 'UPSTREAM_ERROR', content: 'half' },
    ],
    [
      'nested deeper than anyone can read',
      () => sse(`data: {"error":{"message":${'['.repeat(100_000)}${']'.repeat(100_000)}}}\n\n`),
      { code: 'UPSTREAM_ERROR' },
    ],
  ],
  '10 a web page comes': [
    ['with success', () => as('text/html', '<!doctype html><p>Hello'), { code: 'WEB_PAGE', requests: 1 }],
    ['under a false content type', () => sse('\n <html>'), { code: 'WEB_PAGE' }],
    ['with 404', () => refuse({ status: 404, body: '<html>nginx' }), { code: 'WEB_PAGE', requests: 1 }],
    [
      'with 502, which may pass',
      () => refuse({ status: 502, body: '<html>nginx' }),
      { code: 'WEB_PAGE', requests: 3 },
    ],
    [
      'and the API base is named',
      () => sse('<html>'),
      { message: expect.stringMatching(/web page.*API base/) },
    ],
    [
      'and other words are no answer either',
      () => sse('Welcome!\n'),
      { code: 'BAD_RESPONSE', message: expect.stringContaining('model’s settings') },
    ],
  ],
  '13 there is no credit, or the key is refused': [
    ['402', () => refuse({ status: 402 }), { code: 'QUOTA_EXCEEDED', requests: 1 }],
    [
      '429 for want of credit',
      () => refuse({ status: 429, body: error({ code: 'insufficient_quota' }) }),
      { code: 'QUOTA_EXCEEDED', requests: 1 },
    ],
    ['401', () => refuse({ status: 401 }), { code: 'KEY_REFUSED', requests: 1 }],
    [
      'and the person is told no account and no name, though the endpoint tells them',
      () => refuse({ status: 401, body: error({ message: 'org-77 of alice@corp has no access' }) }),
      {
        message: expect.not.stringMatching(/org-77|alice/),
        detail: expect.stringContaining('org-77 of alice@corp'),
      },
    ],
  ],
  '16 the connection breaks after text': [
    [
      'by a reset',
      () => wire({ pieces: [`${IN_CHUNKS}\r\n`, chunked(text('half'))], then: 'reset' }),
      { outcome: 'error', code: 'CONNECTION_LOST', content: 'half', requests: 1 },
    ],
    [
      'by a reset where only the end of the connection ends the body',
      () => wire({ pieces: [`${HEAD}\r\n`, text('half')], then: 'reset' }),
      { outcome: 'incomplete', content: 'half', requests: 1 },
    ],
    [
      'by a close in the middle of a chunked body',
      () => wire({ pieces: [`${IN_CHUNKS}\r\n`, chunked(text('half'))], then: 'close' }),
      { outcome: 'error', code: 'CONNECTION_LOST', content: 'half', requests: 1 },
    ],
    [
      'by a close before the length that was told',
      () => wire({ pieces: [`${HEAD}content-length: 9999\r\n\r\n`, text('half')], then: 'close' }),
      { outcome: 'error', code: 'CONNECTION_LOST', content: 'half', requests: 1 },
    ],
    [
      'and text that was compressed is kept as well',
      () =>
        wire({
          pieces: [
            `${IN_CHUNKS}content-encoding: gzip\r\n\r\n`,
            chunked(gzipSync(text('half')).subarray(0, -9)),
          ],
          then: 'reset',
        }),
      { outcome: 'error', code: 'CONNECTION_LOST', content: 'half', requests: 1 },
    ],
    [
      'after the finish reason, which takes nothing away',
      () => wire({ pieces: [`${HEAD}\r\n`, text('all') + finish('stop')], then: 'reset' }),
      { outcome: 'done', content: 'all' },
    ],
    [
      'before any text, which is tried again',
      () => inTurn(wire({ pieces: [`${IN_CHUNKS}\r\n`], then: 'reset' }), answer(['ok'])),
      { outcome: 'done', content: 'ok', requests: 2 },
    ],
  ],
  '17 usage is not told, or asking for it is refused': [
    [
      'it is counted',
      () => sse(text('hello world') + DONE),
      { usage: expect.objectContaining({ isEstimated: true }) },
    ],
    [
      'it is asked again without, and counted',
      () =>
        inTurn(
          refuse({ status: 400, body: error({ message: 'Unknown field: stream_options' }) }),
          sse(text('hello world') + DONE),
        ),
      {
        outcome: 'done',
        requests: 2,
        usage: expect.objectContaining({ completionTokens: 2, isEstimated: true }),
      },
    ],
  ],
  '18 usage comes in a chunk without choices': [
    [
      'after the finish reason',
      () => sse(text('a') + finish('stop') + usage({ prompt_tokens: 5, completion_tokens: 1 }) + DONE),
      { usage: { promptTokens: 5, completionTokens: 1, reasoningTokens: null, isEstimated: false } },
    ],
  ],
  '19 usage grows on every chunk and is told twice at the end': [
    [
      'each field counts once',
      () =>
        sse(
          [1, 2, 3, 3].map((count) => usage({ prompt_tokens: 5, completion_tokens: count })).join('') +
            text('a') +
            DONE,
        ),
      { usage: { promptTokens: 5, completionTokens: 3, reasoningTokens: null, isEstimated: false } },
    ],
  ],
  '20 chunks have no choices, or choices no delta': [
    [
      'as Azure sends them',
      () =>
        sse(
          event({ choices: [], prompt_filter_results: [] }) +
            text('a') +
            event({ choices: [{ index: 0, content_filter_results: {} }] }) +
            finish('stop') +
            DONE,
        ),
      { outcome: 'done', content: 'a' },
    ],
  ],
  '21 fields are null, empty or repeated': [
    [
      'none of them is text',
      () =>
        sse(
          delta({ role: 'assistant', content: null }) +
            delta({ role: 'assistant', content: '' }) +
            delta({ role: 'assistant', content: 'a', reasoning_content: null, tool_calls: null }) +
            finish('stop') +
            finish('stop') +
            DONE,
        ),
      { outcome: 'done', content: 'a', reasoning: '', finishReason: 'stop' },
    ],
  ],
  '22 reasoning has many names': [
    ...['reasoning_content', 'reasoning', 'thinking'].map((name): Case => [
      name,
      () => sse(delta({ [name]: 'hm' }) + text('a') + DONE),
      { outcome: 'done', reasoning: 'hm', content: 'a' },
    ]),
    [
      'reasoning_details',
      () => sse(delta({ reasoning_details: [{ type: 'reasoning.text', text: 'hm' }] }) + text('a') + DONE),
      { reasoning: 'hm', content: 'a' },
    ],
    [
      'two at once, and it counts once',
      () => sse(delta({ reasoning: 'hm', reasoning_content: 'hm' }) + text('a') + DONE),
      { reasoning: 'hm', content: 'a' },
    ],
  ],
  '23 reasoning stands in the content, between tags': [
    [
      'cut across chunks',
      () => sse(['<th', 'ink>h', 'm</', 'think>', '\n\na'].map(text).join('') + DONE),
      { outcome: 'done', reasoning: 'hm', content: 'a' },
    ],
    [
      'never closed',
      () => sse(text('<think>hm, a') + finish('stop') + DONE),
      { outcome: 'incomplete', reasoning: 'hm, a', content: '' },
    ],
    [
      'not at the start, which makes it text',
      () => sse(text('Write <think>') + DONE),
      { outcome: 'done', reasoning: '', content: 'Write <think>' },
    ],
    [
      'begun and broken off, and no character is lost',
      () => sse(text('<thi')),
      { outcome: 'incomplete', content: '<thi' },
    ],
  ],
  '24 a tool is asked for, which nobody offered': [
    ...[
      ['without an index', {}],
      ['with the index 0 for all', { index: 0, id: 'a' }],
      ['with an index from 1', { index: 1, id: '' }],
    ].map(([what, fields]): Case => [
      String(what),
      () =>
        sse(
          delta({ tool_calls: [{ ...(fields as object), function: { name: 'f' } }] }) +
            finish('tool_calls') +
            DONE,
        ),
      { outcome: 'done', finishReason: 'tool_calls', content: '' },
    ]),
    [
      'in pieces that repeat the id, and end like any answer',
      () =>
        sse(
          ['{"a', '":1}']
            .map((part) => delta({ tool_calls: [{ id: 'x', function: { arguments: part } }] }))
            .join('') +
            finish('stop') +
            DONE,
        ),
      { outcome: 'done', finishReason: 'tool_calls' },
    ],
    [
      'in the older form, after text',
      () =>
        sse(text('Let me see.') + delta({ function_call: { name: 'f' } }) + finish('function_call') + DONE),
      { outcome: 'done', finishReason: 'tool_calls', content: 'Let me see.' },
    ],
    [
      'and broken off, which is no end',
      () => sse(delta({ tool_calls: [{ id: 'x' }] })),
      { outcome: 'incomplete', finishReason: null },
    ],
  ],
  '25 the content type lies': [
    [
      'JSON although a stream was asked',
      () => as('application/json', whole({ content: 'a' })),
      { outcome: 'done', content: 'a' },
    ],
    [
      'JSON that calls itself a stream',
      () => sse(whole({ content: 'a' })),
      { outcome: 'done', content: 'a' },
    ],
    ['a stream that calls itself JSON', () => as('application/json', GOOD), isGood],
    [
      'a stream without a type',
      () => wire({ pieces: [`HTTP/1.1 200 OK\r\n\r\n${GOOD}`], then: 'close' }),
      isGood,
    ],
    [
      'JSON with [DONE] behind it',
      () => sse(`${whole({ content: 'a' })}\n${DONE}`),
      { outcome: 'done', content: 'a' },
    ],
    [
      'JSON that is cut',
      () => as('application/json', '{"choices":[{"mess'),
      { code: 'BAD_RESPONSE', requests: 1 },
    ],
  ],
  '27 lines, chunks and answers have any size': [
    ['chunks of a byte', () => wire({ pieces: [`${HEAD}\r\n`, ...bytesOf(GOOD)], then: 'hold' }), isGood],
    [
      'ten thousand deltas in one go',
      () => sse(Array.from({ length: 10_000 }, (_, index) => text(`${index} `)).join('') + DONE),
      { outcome: 'done', content: Array.from({ length: 10_000 }, (_, index) => `${index} `).join('') },
    ],
    [
      'a line of 10 MB, with the text before it kept',
      () => sse(`${text('kept')}data: ${'x'.repeat(10_000_000)}\n\n`),
      { code: 'BAD_RESPONSE', content: 'kept', detail: 'a line of more than 8 MB' },
    ],
    [
      'an endless line',
      () =>
        wire({
          pieces: [`${HEAD}\r\ndata: `, ...Array.from({ length: 9 }, () => 'x'.repeat(1_000_000))],
          then: 'hold',
        }),
      { code: 'BAD_RESPONSE' },
    ],
    [
      'an answer beyond two million characters, which is cut',
      () =>
        wire({
          pieces: [`${HEAD}\r\n`, ...Array.from({ length: 9 }, () => text('x'.repeat(300_000)))],
          then: 'hold',
        }),
      { outcome: 'done', finishReason: 'length', content: 'x'.repeat(2_000_000) },
    ],
  ],
  '28 the body comes in an unusual form': [
    ['gzip', () => inEncoding('gzip', gzipSync(GOOD)), isGood],
    ['gzip by its old name', () => inEncoding('X-GZIP', gzipSync(GOOD)), isGood],
    ['deflate', () => inEncoding('deflate', deflateSync(GOOD)), isGood],
    ['deflate without its frame', () => inEncoding('deflate', deflateRawSync(GOOD)), isGood],
    ['brotli', () => inEncoding('br', brotliCompressSync(GOOD)), isGood],
    [
      'compressed, and cut although the body ended cleanly',
      () => inEncoding('gzip', gzipSync(text('half')).subarray(0, -9)),
      { outcome: 'incomplete', content: 'half' },
    ],
    [
      'compressed in name only',
      () => inEncoding('gzip', Buffer.from(GOOD)),
      { outcome: 'error', code: 'BAD_RESPONSE', content: '', requests: 1 },
    ],
    ['brotli in name only', () => inEncoding('br', Buffer.from(GOOD)), { code: 'BAD_RESPONSE', content: '' }],
    [
      'a refusal that is compressed',
      () =>
        wire({
          pieces: ['HTTP/1.1 401 No\r\ncontent-encoding: gzip\r\n\r\n', gzipSync('{}')],
          then: 'close',
        }),
      { code: 'KEY_REFUSED' },
    ],
    ['the wrong charset', () => as('text/event-stream; charset=iso-8859-1', GOOD), isGood],
    [
      'HTTP/1.0, ended by the close',
      () => wire({ pieces: [`HTTP/1.0 200 OK\r\n\r\n${GOOD}`], then: 'close' }),
      isGood,
    ],
    [
      'HTTP/1.0, closed too early',
      () => wire({ pieces: [`HTTP/1.0 200 OK\r\n\r\n${text('a')}`], then: 'close' }),
      { outcome: 'incomplete', content: 'a' },
    ],
    [
      'after informational responses',
      () =>
        wire({
          pieces: [
            'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n',
            `${HEAD}\r\n`,
            GOOD,
          ],
          then: 'close',
        }),
      isGood,
    ],
    [
      'after a 100 that nobody asked for, which ends the connection',
      () => wire({ pieces: ['HTTP/1.1 100 Continue\r\n\r\n', `${HEAD}\r\n`, GOOD], then: 'close' }),
      { outcome: 'error', code: 'CONNECTION_LOST', requests: 3 },
    ],
    [
      'with trailers',
      () =>
        wire({
          pieces: [
            `${IN_CHUNKS}trailer: x-sum\r\n\r\n`,
            chunked(GOOD.slice(0, 30)),
            chunked(GOOD.slice(30)),
            '0\r\nx-sum: 1\r\n\r\n',
          ],
          then: 'hold',
        }),
      isGood,
    ],
    [
      'as what is no HTTP at all',
      () => wire({ pieces: ['SSH-2.0-OpenSSH_9.2\r\n'], then: 'close' }),
      { outcome: 'error', code: 'BAD_RESPONSE' },
    ],
    [
      'with a header too long to be one',
      () => wire({ pieces: [`${HEAD}x: ${'x'.repeat(100_000)}\r\n\r\n`, GOOD], then: 'close' }),
      { outcome: 'error', code: 'BAD_RESPONSE' },
    ],
  ],
  '29 finish reasons differ': [
    ...['length', 'content_filter', 'eos', 'max_output_tokens'].map((reason): Case => [
      reason,
      () => sse(text('a') + finish(reason) + DONE),
      { outcome: 'done', content: 'a', finishReason: reason },
    ]),
  ],
  '30 errors name inner hosts': [
    [
      'the log has them and the person has not',
      () => refuse({ status: 400, body: error({ message: 'http://10.1.2.3:8000 said: bad value' }) }),
      { message: expect.not.stringContaining('10.1.2.3'), detail: expect.stringContaining('10.1.2.3') },
    ],
    [
      'in mid-stream as well',
      () => sse(text('half') + event(error({ message: 'node gpu-7.internal is down' }))),
      {
        content: 'half',
        message: expect.not.stringContaining('gpu-7'),
        detail: expect.stringContaining('gpu-7'),
      },
    ],
  ],
}

describe.each(Object.entries(quirks))('quirk %s', (_quirk, cases) => {
  test.each(cases)('%s', async (_what, behaviour, came) => {
    expect(await ask(behaviour())).toMatchObject(came)
  })
})

describe('quirk 11 the API base is entered in many forms', () => {
  test.each(['', '/', '/v1', '/v1/', '/v1/v1', '/v1/chat/completions', '//v1//chat/completions/'])(
    'with "%s" behind the host it leads to the same address, which the test of a model shows',
    async (path) => {
      const { origin } = new URL(upstream.url)
      const llm = createLlmClient({ addressPolicy: { allowPrivate: true } })
      cleanups.push(llm.close)
      const endpoint = { apiBase: origin + path, model: 'm', apiKey: null, provider: '' }
      expect(await testEndpoint({ endpoint, timeouts }, { llm })).toMatchObject({
        ok: true,
        url: `${origin}/v1/chat/completions`,
      })
      expect(upstream.requests.map((request) => request.path)).toEqual(['/v1/chat/completions'])
    },
  )
})

describe('quirk 12 a wait is asked for in many forms', () => {
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString()

  test.each([
    ['retry-after', '2', 2000],
    ['retry-after', '0.25', 250],
    ['retry-after', inSeconds(-3600), 0],
    ['retry-after', '-1', 0],
    ['retry-after-ms', '40', 40],
    ['retry-after', 'soon', 500],
    ['retry-after', '60', 60_000],
  ])('%s: %s', async (header, value, waitMs) => {
    const clock = createManualClock()
    upstream.on('m', inTurn(refuse({ status: 429, headers: { [header]: value } }), answer(['ok'])))
    const { came } = start(clock)
    await upstream.nextRequest()
    expect(await clock.whenScheduled(MINUTE)).toBe(waitMs)
    clock.advance(waitMs)
    expect(await came).toMatchObject({ outcome: 'done', content: 'ok', tries: 2 })
  })

  test.each([
    ['retry-after', '61', 'in 61 seconds'],
    ['retry-after', inSeconds(3600 - 2), 'in 60 minutes'],
    ['retry-after-ms', '7200000', 'in 120 minutes'],
  ])('%s: %s is longer than a minute, so the person is told', async (header, value, words) => {
    const came = await ask(refuse({ status: 429, headers: { [header]: value } }))
    expect(came).toMatchObject({ code: 'RATE_LIMITED', message: expect.stringContaining(words), requests: 1 })
  })
})

describe('quirk 14 the endpoint falls silent', () => {
  test('before its status', async () => {
    const clock = createManualClock()
    upstream.on('m', hang())
    const { came } = start(clock)
    await upstream.nextRequest()
    clock.advance(timeouts.firstTokenMs)
    expect(await came).toMatchObject({ outcome: 'error', code: 'FIRST_TOKEN_TIMEOUT' })
  })

  test('after its status, and after text, which is kept', async () => {
    const clock = createManualClock()
    upstream.on('m', controlled())
    const begun = start(clock)
    const stream = await upstream.nextStream()
    stream.text('half')
    await expect.poll(() => begun.texts.content, PATIENT).toBe('half')
    clock.advance(timeouts.idleMs)
    expect(await begun.came).toMatchObject({ outcome: 'error', code: 'IDLE_TIMEOUT', content: 'half' })
    await stream.closed
  })

  test('but for comments, which count as life for ten minutes and no longer', async () => {
    const clock = createManualClock()
    let looks = 0
    const now = () => {
      looks += 1
      return clock.now()
    }
    upstream.on('m', controlled())
    const { came, texts } = start({ ...clock, now })
    const stream = await upstream.nextStream()
    stream.text('half')
    await expect.poll(() => texts.content, PATIENT).toBe('half')
    for (let minute = 0; minute < 10; minute++) {
      const before = looks
      stream.raw(minute % 2 === 0 ? ': ping\n\n' : delta({ content: '' }))
      // The client looks at the clock for whatever it reads.
      await expect.poll(() => looks, PATIENT).toBeGreaterThan(before)
      clock.advance(MINUTE)
    }
    expect(await came).toMatchObject({ outcome: 'error', code: 'IDLE_TIMEOUT', content: 'half' })
    expect(clock.now()).toBe(10 * MINUTE)
  })
})

describe('quirk 15 undici has limits of 300 s of its own', () => {
  /** So much time goes by for undici, while the connection is a real one. */
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

  test('which end no silence, neither before the status nor in the body', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    cleanups.push(() => Promise.resolve(void vi.useRealTimers()))
    let release = () => undefined as void
    upstream.on('m', { kind: 'controlled', run: (exchange) => (release = () => controlled().run(exchange)) })
    const { came, texts } = start()
    await upstream.nextRequest()
    await pass(1000_000)
    release()
    const stream = await upstream.nextStream()
    stream.text('at ')
    await vi.waitUntil(() => texts.content === 'at ', PATIENT)
    await pass(1000_000)
    stream.text('last')
    stream.finish()
    expect(await came).toMatchObject({ outcome: 'done', content: 'at last', tries: 1 })
  })
})
