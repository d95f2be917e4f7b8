import { readdirSync, readFileSync } from 'node:fs'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChunkMachine } from './answer/chunk-machine.ts'
import { decodeBody } from './call/decode-body.ts'
import { makeError } from './call/make-error.ts'
import { openSink, type TryResult } from './call/response-sink.ts'
import { monotonicClock, type Clock } from './clock.ts'
import { createLlmClient } from './create-llm-client.ts'
import { LlmError } from './llm-error.ts'
import { startScriptedUpstream, wire, type ScriptedUpstream } from './testing/index.ts'

// Every fixture, cut at every single byte, plain and compressed: what came before the cut is given out, no text is made
// up, and an answer counts as whole only where its end has come.

const folder = new URL('./answer/fixtures/', import.meta.url)
const fixtures = readdirSync(folder).map((name): [string, Buffer] => [
  name,
  readFileSync(new URL(name, folder)),
])
const encodings: [string, (body: Buffer) => Buffer][] = [
  ['identity', (body) => body],
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
]

interface Came {
  content: string
  reasoning: string
  outcome: string
  finishReason?: string | null
}

/** Reads a body as the client does, from the bytes to the outcome. `isLost`: the connection broke behind the pieces. */
function read(encoding: string, pieces: Iterable<Uint8Array>, isLost = false): Promise<Came> {
  const texts = { content: '', reasoning: '' }
  const machine = createChunkMachine((channel, text) => {
    texts[channel] += text
  })
  const sink = openSink({ status: 200, headers: {} }, machine)
  let isOver = false
  return new Promise((resolve, reject) => {
    const attempt = (work: () => TryResult | boolean) => {
      try {
        const result = work()
        if (typeof result === 'object') resolve({ ...texts, ...result.answer })
      } catch (error) {
        if (!(error instanceof LlmError)) return reject(error as Error)
        isOver = true
        resolve({ ...texts, outcome: error.code })
      }
    }
    const target = {
      push: (bytes: Buffer) => attempt(() => isOver || (isOver = sink.push(bytes))),
      end: () => attempt(() => sink.end()),
      lost: () => attempt(() => sink.breakOff(makeError('CONNECTION_LOST'))),
    }
    const decoder = decodeBody(encoding, target, { pause: () => undefined, resume: () => undefined })
    for (const piece of pieces) decoder.push(Buffer.from(piece))
    if (isLost) decoder.lost(new Error('reset'))
    else decoder.end()
  })
}

/** Half a tag that thinking might begin or end with is text, as nobody knows what would have followed. */
const withoutTornTag = (text: string) => text.replace(/<\/?[think]*$/, '')

const ENDS = new Set(['done', 'incomplete', 'BAD_RESPONSE', 'CONNECTION_LOST', 'UPSTREAM_ERROR'])

describe.each(encodings)('in %s', (encoding, encode) => {
  test.each(fixtures)('%s, byte by byte, comes to the same as in one piece', async (_name, body) => {
    const whole = await read('identity', [body])
    const bytes = [...encode(body)].map((byte) => Uint8Array.of(byte))
    expect(await read(encoding, bytes)).toEqual(whole)
  })

  test.each(fixtures)(
    '%s, ended at any byte, keeps its text and is whole only at its end',
    async (_name, body) => {
      const whole = await read('identity', [body])
      const encoded = encode(body)
      const cuts = await Promise.all(
        Array.from({ length: encoded.length }, (_, length) =>
          read(encoding, [encoded.subarray(0, length)], length % 2 === 1),
        ),
      )
      const isRight = (came: Came) =>
        ENDS.has(came.outcome) &&
        whole.content.startsWith(withoutTornTag(came.content)) &&
        whole.reasoning.startsWith(withoutTornTag(came.reasoning)) &&
        (came.outcome !== 'done' || came.content + came.reasoning === whole.content + whole.reasoning)
      expect(cuts.filter((came) => !isRight(came))).toEqual([])
      const lengths = cuts.map(({ content, reasoning }) => withoutTornTag(content + reasoning).length)
      // More bytes never mean less text.
      expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
    },
  )
})

describe('a response over a connection', () => {
  let upstream: ScriptedUpstream
  beforeAll(async () => {
    upstream = await startScriptedUpstream()
  })
  afterAll(() => upstream.close())

  /** No test waits between tries. */
  const clock: Clock = {
    ...monotonicClock,
    schedule: (ms, callback) => monotonicClock.schedule(ms < 2000 ? 0 : ms, callback),
  }
  const chunk = (fields: object) => `data: {"choices":[${JSON.stringify(fields)}]}\n\n`
  const body = Buffer.from(
    chunk({ delta: { content: 'é世' } }) +
      chunk({ delta: { content: '🌍!' }, finish_reason: 'stop' }) +
      'data: [DONE]\n\n',
  )
  const response = Buffer.concat([
    Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'),
    Buffer.from(`${body.length.toString(16)}\r\n`),
    body,
    Buffer.from('\r\n0\r\n\r\n'),
  ])
  // An event counts as soon as its JSON is whole.
  const textAt = response.indexOf('\n\n')
  const finishAt = response.indexOf('\n\n', textAt + 2)

  test(
    'that is cut at any byte, by a close or a reset in turn, ends with its text',
    { timeout: 120_000 },
    async () => {
      const llm = createLlmClient({ addressPolicy: { allowPrivate: true }, clock })
      const timeouts = { connectMs: 60_000, firstTokenMs: 60_000, idleMs: 60_000, totalMs: 60_000 }
      const callCut = async (length: number): Promise<Came> => {
        const model = `cut-${length}`
        const then = length % 2 === 0 ? 'close' : 'reset'
        upstream.on(model, wire({ pieces: [response.subarray(0, length)], then }))
        const texts = { content: '', reasoning: '' }
        const endpoint = { apiBase: upstream.url, model, apiKey: null, provider: '' }
        const onDelta = (channel: 'content' | 'reasoning', text: string) => {
          texts[channel] += text
        }
        const signal = new AbortController().signal
        return llm.complete({ endpoint, messages: [], params: {}, timeouts }, { signal, onDelta }).then(
          ({ outcome }) => ({ ...texts, outcome }),
          (error: LlmError) => ({ ...texts, outcome: error.code }),
        )
      }
      for (let length = 0; length < response.length; length += 20) {
        const cuts = Array.from(
          { length: Math.min(20, response.length - length) },
          (_, index) => length + index,
        )
        for (const [index, came] of (await Promise.all(cuts.map(callCut))).entries()) {
          const isWhole = came.content === 'é世🌍!' && cuts[index]! >= finishAt
          expect([came.content, came.outcome]).toEqual(
            isWhole ? ['é世🌍!', 'done'] : [cuts[index]! >= textAt ? 'é世' : '', 'CONNECTION_LOST'],
          )
        }
      }
      await llm.close()
    },
  )
})
