import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LlmError } from '../llm-error.ts'
import { createAnswerReader } from './answer-reader.ts'
import { createChunkMachine, type ChunkMachine } from './chunk-machine.ts'

/** Reads a body and counts the chunks that were parsed for it. */
function read(body: Buffer, cuts: number[] = []) {
  const texts = { content: '', reasoning: '' }
  const inner = createChunkMachine((channel, text) => {
    texts[channel] += text
  })
  let parsed = 0
  const machine: ChunkMachine = {
    ...inner,
    take(chunk) {
      parsed += 1
      inner.take(chunk)
    },
  }
  const came = readAll(machine, cutAt(body, cuts))
  return { came: { ...texts, ...came }, parsed }
}

function readAll(machine: ChunkMachine, pieces: Buffer[]): object {
  const reader = createAnswerReader(machine)
  try {
    for (const piece of pieces) if (!reader.isOver()) reader.push(piece)
    if (!reader.isOver()) reader.end()
  } catch (error) {
    if (!(error instanceof LlmError)) throw error
    return { error: error.code, detail: error.detail }
  }
  machine.flush()
  return { ...machine.result(), isRecognised: machine.isRecognised() }
}

function cutAt(body: Buffer, cuts: number[]): Buffer[] {
  const ends = [...cuts.toSorted((a, b) => a - b), body.length]
  return ends.map((end, index) => body.subarray(ends[index - 1] ?? 0, end))
}

/** With other line ends the same body means the same, and each chunk of it is parsed. */
const parseAll = (body: Buffer) => read(Buffer.from(body.toString().replaceAll('\n', '\r\n'))).came

const toBody = (...events: string[]) => Buffer.from(events.map((event) => `data: ${event}\n\n`).join(''))
const chunk = (delta: object, more: object = {}, top: object = {}) =>
  JSON.stringify({
    id: 'c',
    model: 'm',
    ...top,
    choices: [{ index: 0, delta, finish_reason: null, ...more }],
  })
const words = Array.from({ length: 40 }, (_, index) => `w${index} 世🌍`)

describe('chunks that differ in their text alone', () => {
  test.each([
    ['content', (content: string) => chunk({ content })],
    ['content of a delta that names the role', (content: string) => chunk({ role: 'assistant', content })],
    ['reasoning', (text: string) => chunk({ content: null, reasoning_content: text })],
    [
      'content behind other fields',
      (content: string) =>
        `{"x":[1],"choices": [{"delta": {"content": "${content}"}, "index": 0}], "y": "}"}`,
    ],
    [
      'content beside a model of the same look',
      (content: string) => chunk({ content }, {}, { model: '"delta":{"content":"x"}' }),
    ],
  ])('are not parsed once one of their kind was: %s', (_name, toChunk) => {
    const body = toBody(...words.map(toChunk), '[DONE]')
    const { came, parsed } = read(body)
    expect(parsed).toBe(1)
    expect(came).toEqual(parseAll(body))
    expect(came.content + came.reasoning).toBe(words.join(''))
  })

  test('are parsed where their text has escapes, without a kind being forgotten', () => {
    const texts = ['a', 'b', '\n', '"', 'c', '\\', 'd']
    const { came, parsed } = read(toBody(...texts.map((content) => chunk({ content }))))
    expect([came.content, parsed]).toEqual([texts.join(''), 4])
  })

  test('are learned anew when another field changes', () => {
    const body = toBody(...words.map((content, index) => chunk({ content }, {}, { created: index >> 4 })))
    expect(read(body)).toEqual({ came: parseAll(body), parsed: 3 })
  })

  test('give their text out once for each piece of the body', () => {
    const deltas: string[] = []
    const reader = createAnswerReader(createChunkMachine((_channel, text) => deltas.push(text)))
    reader.push(toBody(chunk({ content: 'a' })))
    reader.push(toBody(...words.map((content) => chunk({ content }))))
    expect(deltas).toEqual(['a', words.join('')])
  })
})

const fixtures = new URL('./fixtures/', import.meta.url)

test.each(readdirSync(fixtures))(
  '%s, read twice over and cut anywhere, comes to what parsing gives',
  (name) => {
    const once = readFileSync(new URL(name, fixtures), 'utf8')
    // Repeated events are those that a kind is known of.
    const body = Buffer.from(once.replace(/data: \{.*\n\n/g, '$&$&'))
    const expected = JSON.stringify(parseAll(body))
    const isOther = (cuts: number[]) => JSON.stringify(read(body, cuts).came) !== expected
    expect(Array.from(body.keys()).filter((cut) => isOther([cut]))).toEqual([])
    expect(isOther(Array.from(body.keys()))).toBe(false)
  },
)

const texts = [
  'a',
  ' the',
  '世界',
  '🌍',
  'content',
  'delta',
  ':',
  ',',
  '.',
  '{',
  'stop',
  'c',
  'm',
  '"',
  '\\',
  '\n',
  '\u2028',
  '\u007f',
  '<think>',
  '</think>',
  '0',
  '\ud83c',
  '\udf0d',
  'data: ',
  'assistant',
  '',
]
const trick = '"choices":[{"index":0,"delta":{"content":"'

/** Chunks of many kinds, of which a few follow each other often, as in a stream. */
const kinds: ((text: string) => string)[] = [
  (content) => chunk({ content }),
  (content) => chunk({ content }, {}, { model: trick }),
  (content) => chunk({ content }, {}, { model: content }),
  (content) => chunk({ role: 'assistant', content, refusal: null }, { logprobs: null }),
  (text) => chunk({ reasoning_content: text, content: null }),
  (text) => chunk({ reasoning: text, content: text }),
  (text) => chunk({ reasoning: text, reasoning_details: [{ type: text, text }] }),
  (text) => chunk({ content: [{ type: 'text', text }] }),
  (content) =>
    JSON.stringify({
      choices: [
        { index: 1, delta: { content: 'content.' } },
        { index: 0, delta: { content } },
      ],
    }),
  (content) => `{"choices": [{"delta": {"content": "x", "content": ${JSON.stringify(content)}}}]}`,
  (content) => `{"choices": [{"delta": {"content": ${JSON.stringify(content)}, "refusal": "content."}}]}`,
  (content) => chunk({ content }, {}, { usage: { prompt_tokens: 3, completion_tokens: content.length } }),
  (content) => chunk({ content, tool_calls: [{ index: 0, function: { name: content } }] }),
  (content) => chunk({ content }, { finish_reason: content || null }),
  (content) => chunk({}, { message: { content } }),
  (content) => chunk({ content }, {}, { error: content === '0' ? { message: 'down' } : null }),
  (content) => chunk({ content }) + '\n: comment',
  (content) => chunk({ content }) + '\nevent: message',
  (content) => `{"choices":[{"delta":\ndata: {"content":${JSON.stringify(content)}}}]}`,
  (content) => `{"choices":[{"delta":{"content":"${content === '0' ? '\t' : 'x'}"}}]}`,
]

/** A repeatable source of whole numbers below a limit. */
function createRandom(seed: number) {
  let state = seed
  return (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

test('any stream of many kinds of chunks, cut anywhere, comes to what parsing gives', () => {
  let spared = 0
  for (let seed = 0; seed < 600; seed++) {
    const random = createRandom(seed)
    const few = [0, 1, 2].map(() => random(kinds.length))
    const events = Array.from({ length: 12 }, () =>
      kinds[few[random(few.length)]!]!(texts[random(texts.length)]!),
    )
    const body = toBody(...events, ...(random(2) === 0 ? ['[DONE]', chunk({ content: 'late' })] : []))
    const cuts = Array.from({ length: random(6) }, () => random(body.length))
    const { came, parsed } = read(body, cuts)
    expect(came, `seed ${seed}: ${body.toString()}`).toEqual(parseAll(body))
    spared += Math.max(0, events.length - parsed)
  }
  // Else nothing was compared.
  expect(spared).toBeGreaterThan(400)
})
