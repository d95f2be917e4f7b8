import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LlmError } from '../llm-error.ts'
import { createAnswerReader } from './answer-reader.ts'
import { createChunkMachine } from './chunk-machine.ts'

/** Reads bytes in the given pieces as the client does; an error is part of what came of it. */
function read(pieces: Iterable<Uint8Array>, isClean = true) {
  const texts = { content: '', reasoning: '' }
  const machine = createChunkMachine((channel, text) => {
    texts[channel] += text
  })
  const reader = createAnswerReader(machine)
  try {
    for (const piece of pieces) if (!reader.isOver()) reader.push(piece)
    if (isClean && !reader.isOver()) reader.end()
  } catch (error) {
    if (!(error instanceof LlmError)) throw error
    return { ...texts, error: error.code, detail: error.detail }
  }
  machine.flush()
  return { ...texts, ...machine.result() }
}

const whole = (text: string | Buffer) => read([Buffer.from(text)])
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}.txt`, import.meta.url))
const chunk = (delta: object, more: object = {}) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null, ...more }] })}\n\n`
const text = (content: string) => chunk({ content })
const finish = (reason = 'stop') => chunk({}, { finish_reason: reason })
const DONE = 'data: [DONE]\n\n'

const expected: Record<string, object> = {
  openai: {
    content: 'Grüße, 世界 🌍',
    reasoning: '',
    outcome: 'done',
    finishReason: 'stop',
    usage: { promptTokens: 19, completionTokens: 10, reasoningTokens: 0 },
    upstreamModel: 'gpt-4.1-2025-04-14',
  },
  deepseek: {
    content: '四',
    reasoning: '先想一想，答案是四。',
    outcome: 'done',
    finishReason: 'stop',
    usage: { promptTokens: 8, completionTokens: 40, reasoningTokens: 39 },
    upstreamModel: 'deepseek-reasoner',
  },
  openrouter: {
    content: 'It is four.',
    reasoning: 'Let me see.',
    outcome: 'done',
    finishReason: 'stop',
    usage: { promptTokens: 14, completionTokens: 9, reasoningTokens: null },
    upstreamModel: 'vendor/model-1',
  },
  azure: {
    content: 'Hello',
    reasoning: '',
    outcome: 'done',
    finishReason: 'content_filter',
    usage: { promptTokens: null, completionTokens: null, reasoningTokens: null },
    upstreamModel: 'gpt-4o-2024-11-20',
  },
  'ollama-think': {
    content: 'Yes, a <think> tag.',
    reasoning: '1 < 2, so yes\n',
    outcome: 'done',
    finishReason: 'stop',
    usage: { promptTokens: 10, completionTokens: 12, reasoningTokens: null },
    upstreamModel: 'qwq:32b',
  },
  'running-usage': {
    content: 'one two',
    reasoning: '',
    outcome: 'done',
    finishReason: 'stop',
    usage: { promptTokens: 5, completionTokens: 2, reasoningTokens: null },
    upstreamModel: 'm',
  },
  moonshot: {
    content: '你好。',
    reasoning: '',
    outcome: 'done',
    finishReason: 'length',
    usage: { promptTokens: 13, completionTokens: 3, reasoningTokens: null },
    upstreamModel: 'kimi-k2',
  },
  groq: {
    content: 'Fast',
    reasoning: '',
    outcome: 'done',
    finishReason: 'stop',
    usage: { promptTokens: 6, completionTokens: 2, reasoningTokens: null },
    upstreamModel: 'llama-3',
  },
  mistral: {
    content: 'Bonjour',
    reasoning: 'Hmm, yes.',
    outcome: 'done',
    finishReason: 'stop',
    usage: { promptTokens: 7, completionTokens: 6, reasoningTokens: null },
    upstreamModel: 'magistral',
  },
  whole: {
    content: 'All at once 🎉',
    reasoning: 'quick',
    outcome: 'done',
    finishReason: 'stop',
    usage: { promptTokens: 4, completionTokens: 9, reasoningTokens: null },
    upstreamModel: 'm-1',
  },
  'error-midway': {
    content: 'Half of ',
    reasoning: '',
    error: 'UPSTREAM_ERROR',
    detail: 'HTTP 502 · 502 · Provider disconnected: upstream at 10.1.2.3 with [redacted] failed',
  },
  'tool-call': {
    content: '',
    reasoning: 'I need the weather.',
    outcome: 'done',
    finishReason: 'tool_calls',
    usage: { promptTokens: null, completionTokens: null, reasoningTokens: null },
    upstreamModel: 'm',
  },
}

describe.each(Object.keys(expected))('the answer as in %s', (name) => {
  const bytes = fixture(name)

  test('is read whole', () => {
    expect(whole(bytes)).toEqual(expected[name])
  })

  test('is the same wherever its bytes are cut in two', () => {
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(read([bytes.subarray(0, cut), bytes.subarray(cut)]), `cut at ${cut}`).toEqual(expected[name])
    }
  })

  test('is the same byte by byte', () => {
    expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(expected[name])
  })
})

const streams = Object.keys(expected).filter((name) => name !== 'whole')

describe.each(streams)('the stream as in %s', (name) => {
  const bytes = fixture(name)

  test.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['lone CR', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['no space after the colon', (text: string) => text.replaceAll('data: ', 'data:')],
    ['no blank line at the end', (text: string) => text.trimEnd()],
    ['event and id lines', (text: string) => text.replaceAll('data: ', 'event: message\nid: 7\ndata: ')],
    [
      'keepalives in disguise',
      (text: string) => text.replaceAll('\n\n', '\n\ndata: : keepalive\n\ndata:\n\n: ping\n\n'),
    ],
  ])('is the same with %s', (_name, change) => {
    const changed = Buffer.from(change(bytes.toString()))
    expect(whole(changed)).toEqual(expected[name])
    expect(read([...changed].map((byte) => Uint8Array.of(byte)))).toEqual(expected[name])
  })
})

describe('an answer that ends', () => {
  test.each([
    [
      'with a finish reason but no [DONE]',
      text('a') + finish(),
      { content: 'a', outcome: 'done', finishReason: 'stop' },
    ],
    [
      'with [DONE] but no finish reason',
      text('a') + DONE,
      { content: 'a', outcome: 'done', finishReason: null },
    ],
    ['with neither', text('a'), { content: 'a', outcome: 'incomplete', finishReason: null }],
    ['before it began', '', { content: '', outcome: 'incomplete', finishReason: null }],
    ['after comments alone', ': ping\n\n: ping\n\n', { content: '', outcome: 'incomplete' }],
    ['within a chunk', `${text('a')}data: {"choices":[{"del`, { content: 'a', outcome: 'incomplete' }],
    [
      'after reasoning alone',
      chunk({ reasoning: 'hm' }) + finish() + DONE,
      { reasoning: 'hm', outcome: 'incomplete' },
    ],
    [
      'within a <think>',
      text('<think>hm') + finish() + DONE,
      { content: '', reasoning: 'hm', outcome: 'incomplete' },
    ],
    ['within a tag that never came', text('<thi'), { content: '<thi', outcome: 'incomplete' }],
    ['with a reason that nobody knows', text('a') + finish('eos'), { outcome: 'done', finishReason: 'eos' }],
    [
      'with nothing but a finish reason',
      finish() + DONE,
      { content: '', outcome: 'done', finishReason: 'stop' },
    ],
  ])('%s', (_name, body, result) => {
    expect(whole(body)).toMatchObject(result)
  })

  test('is not lengthened by what follows [DONE]', () => {
    expect(whole(text('a') + DONE + text('b'))).toMatchObject({ content: 'a' })
  })

  test('cut off keeps back no half chunk as text', () => {
    expect(read([Buffer.from(`${text('a')}data: {"choices":[{"del`)], false)).toMatchObject({ content: 'a' })
  })
})

describe('a body that is no answer', () => {
  test.each([
    ['a web page', '\n<!doctype html><title>Welcome</title>', 'WEB_PAGE'],
    ['plain text', 'Internal error, please retry', 'BAD_RESPONSE'],
    ['JSON of another kind', '{"status":"ok"}', 'BAD_RESPONSE'],
    ['torn JSON', '{"choices":[{"mess', 'BAD_RESPONSE'],
    ['a torn chunk in mid-stream', `${text('a')}data: {"choices":[{"del\n\n${text('b')}`, 'BAD_RESPONSE'],
    ['events of another kind', 'data: hello\n\ndata: there\n\n', 'BAD_RESPONSE'],
    [
      'an error in one piece',
      '{"error":{"message":"no such model x","code":"model_not_found"}}',
      'MODEL_NOT_FOUND',
    ],
    ['an error as a text', '{"error":"rate limit reached"}', 'RATE_LIMITED'],
    [
      'an error in a list',
      '[{"error":{"code":429,"message":"slow down","status":"RESOURCE_EXHAUSTED"}}]',
      'RATE_LIMITED',
    ],
    [
      'an error event',
      'event: error\ndata: {"message":"Overloaded","type":"overloaded_error"}\n\n',
      'RATE_LIMITED',
    ],
    ['an error event of plain text', 'event: error\ndata: out of memory\n\n', 'UPSTREAM_ERROR'],
    ['the finish reason "error"', text('a') + finish('error'), 'UPSTREAM_ERROR'],
  ])('%s is the error it stands for', (_name, body, error) => {
    expect(whole(body)).toMatchObject({ error })
    expect(read([...Buffer.from(body)].map((byte) => Uint8Array.of(byte)))).toMatchObject({ error })
  })

  test('an endless line ends the answer at 8 MB, with the text before it kept', () => {
    const piece = Buffer.alloc(1024 * 1024, 'x')
    const pieces = [Buffer.from(`${text('kept')}data: `), ...Array.from({ length: 9 }, () => piece)]
    expect(read(pieces)).toMatchObject({ content: 'kept', error: 'BAD_RESPONSE' })
  })

  test('an endless body in one piece ends at 8 MB', () => {
    const piece = Buffer.alloc(1024 * 1024, ' ')
    expect(read([Buffer.from('{'), ...Array.from({ length: 9 }, () => piece)])).toMatchObject({
      error: 'BAD_RESPONSE',
    })
  })
})

test('one piece of JSON may have [DONE] behind it', () => {
  expect(whole(`${fixture('whole').toString()}\ndata: [DONE]\n\n`)).toEqual(expected.whole)
})

test('events without a blank line between them are read one by one', () => {
  expect(whole((text('a') + text('b') + finish() + DONE).replaceAll('\n\n', '\n'))).toMatchObject({
    content: 'ab',
    outcome: 'done',
  })
})

test('an answer that grows beyond two million characters is cut and ends as too long', () => {
  const piece = text('x'.repeat(300_000))
  const result = read(Array.from({ length: 9 }, () => Buffer.from(piece)))
  expect(result).toMatchObject({ outcome: 'done', finishReason: 'length' })
  expect(result.content).toHaveLength(2_000_000)
})
