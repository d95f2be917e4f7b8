import { expect, test } from 'vitest'
import { createChunkMachine } from './chunk-machine.ts'

function run(...chunks: unknown[]) {
  const deltas: [string, string][] = []
  const machine = createChunkMachine((channel, text) => deltas.push([channel, text]))
  for (const chunk of chunks) machine.take(chunk)
  machine.flush()
  return { deltas, machine, ...machine.result() }
}
const delta = (fields: object, more: object = {}) => ({ choices: [{ index: 0, delta: fields, ...more }] })

test.each([
  ['reasoning_content', { reasoning_content: 'a' }],
  ['reasoning', { reasoning: 'a' }],
  ['thinking', { thinking: 'a' }],
  ['reasoning_details', { reasoning_details: [{ type: 'reasoning.text', text: 'a' }] }],
  ['a summary', { reasoning_details: [{ type: 'reasoning.summary', summary: 'a' }] }],
  ['two of them at once', { reasoning_content: 'a', reasoning: 'a' }],
  ['all of them at once', { reasoning: 'a', thinking: 'a', reasoning_details: [{ text: 'a' }] }],
])('reasoning under the name of %s is given once', (_name, fields) => {
  expect(run(delta(fields)).deltas).toEqual([['reasoning', 'a']])
})

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'x'],
  ['a list', []],
  ['no fields', {}],
  ['choices that are no list', { choices: 'x' }],
  ['no choice', { choices: [] }],
  ['a choice of null', { choices: [null] }],
  ['a choice without delta', { choices: [{ index: 0 }] }],
  ['a delta of null', { choices: [{ delta: null }] }],
  ['no text', delta({ role: 'assistant', content: '', reasoning: '' })],
  ['content of null', delta({ content: null })],
  ['content that is a number', delta({ content: 7 })],
  ['an error of null', { ...delta({}), error: null }],
  ['usage of null', { ...delta({}), usage: null }],
  ['an encrypted thought', delta({ reasoning_details: [{ type: 'reasoning.encrypted', data: 'xyz' }] })],
  ['another choice', { choices: [{ index: 1, delta: { content: 'b' } }] }],
])('a chunk with %s gives no text and no error', (_name, chunk) => {
  expect(run(chunk)).toMatchObject({ deltas: [], finishReason: null, outcome: 'incomplete' })
})

test('a choice without an index is the answer', () => {
  expect(run({ choices: [{ delta: { content: 'a' } }] }).deltas).toEqual([['content', 'a']])
})

test('the first finish reason stays, of several', () => {
  const final = (reason: string) => delta({}, { finish_reason: reason })
  expect(run(delta({ content: 'a' }), final('length'), final('stop')).finishReason).toBe('length')
})

test('a stream that repeats its whole answer at the end gives it once', () => {
  const repeated = { choices: [{ index: 0, message: { content: 'ab' }, finish_reason: 'stop' }] }
  expect(
    run(delta({ content: 'a' }), delta({ content: 'b' }), repeated).deltas.map(([, text]) => text),
  ).toEqual(['a', 'b'])
})

test('a refusal is what the model says', () => {
  expect(run(delta({ refusal: 'I cannot help with that.' })).deltas).toEqual([
    ['content', 'I cannot help with that.'],
  ])
})

test('usage keeps the highest of each field and ignores what is no count', () => {
  const usage = (counts: object) => ({ choices: [], usage: counts })
  const { usage: told } = run(
    usage({ prompt_tokens: 5, completion_tokens: 1 }),
    usage({ prompt_tokens: 5, completion_tokens: 9, completion_tokens_details: { reasoning_tokens: 4 } }),
    usage({ prompt_tokens: 0, completion_tokens: 3 }),
    usage({ prompt_tokens: '7', completion_tokens: -1, completion_tokens_details: null }),
    usage({ prompt_tokens: NaN, completion_tokens: null }),
  )
  expect(told).toEqual({ promptTokens: 5, completionTokens: 9, reasoningTokens: 4 })
})

test('a character cut into two chunks comes whole, and a half that stays alone becomes U+FFFD', () => {
  const [high, low] = ['🎉'.charAt(0), '🎉'.charAt(1)]
  expect(run(delta({ content: `a${high}` }), delta({ content: `${low}b` })).deltas).toEqual([
    ['content', 'a'],
    ['content', '🎉b'],
  ])
  expect(run(delta({ content: `a${high}` }), delta({ content: 'b' })).deltas.at(-1)).toEqual([
    'content',
    '\uFFFDb',
  ])
  expect(run(delta({ content: `a${high}` })).deltas.at(-1)).toEqual(['content', '\uFFFD'])
  expect(run(delta({ reasoning: `${low}a` })).deltas).toEqual([['reasoning', '\uFFFDa']])
})

test('text that was held back comes before the error that ends the answer', () => {
  const texts: string[] = []
  const machine = createChunkMachine((_channel, text) => texts.push(text))
  machine.take(delta({ content: '<th' }))
  expect(() => machine.take({ error: { message: 'down' } })).toThrow()
  expect(texts).toEqual(['<th'])
})

test('names that an endpoint sends are cut to a length that can be stored', () => {
  const { finishReason, upstreamModel } = run({
    model: 'm'.repeat(500),
    ...delta({}, { finish_reason: 'r'.repeat(500) }),
  })
  expect([upstreamModel?.length, finishReason?.length]).toEqual([200, 200])
})
