import { expect, test } from 'vitest'
import { readRelayBody, toForwarded } from './read-relay-body.ts'

const target = { model: 'upstream-model', maxTokensLimit: null, callOptions: {} }
const messages = '"messages":[{"role":"user","content":"Why?"}]'

/** What the endpoint of a model with such extra fields is sent. */
function forward(extraBody: Record<string, unknown>, text: string, maxTokensLimit: number | null = null) {
  const body = readRelayBody('chat/completions', text)
  return toForwarded(body, 'chat/completions', { ...target, maxTokensLimit, callOptions: { extraBody } }).body
}

test('an administrator’s extra fields go along, but for those that the request has itself', () => {
  const extra = { top_k: 40, provider: { order: ['a'] }, seed: 7 }
  expect(forward(extra, `{"model":"a",${messages},"seed":null,"n":1}`)).toBe(
    `{"model":"upstream-model",${messages},"seed":null,"n":1,"top_k":40,"provider":{"order":["a"]}}`,
  )
})

test('extra fields decide neither what is asked nor how the answer comes, nor exceed what the model may give', () => {
  const extra = { model: 'other', messages: [], stream: true, stream_options: {}, n: 5, max_tokens: 900 }
  expect(JSON.parse(forward(extra, `{"model":"a",${messages}}`, 100))).toEqual({
    ...{ model: 'upstream-model', messages: [{ role: 'user', content: 'Why?' }], max_tokens: 100 },
  })
})

test('they are a chat’s alone', () => {
  const body = readRelayBody('embeddings', '{"model":"a","input":"b"}')
  const forwarded = toForwarded(body, 'embeddings', { ...target, callOptions: { extraBody: { top_k: 1 } } })
  expect(forwarded).toEqual({ body: '{"model":"upstream-model","input":"b"}' })
})

test.each([
  ['chat/completions', {}, { max_tokens: 100 }],
  ['chat/completions', { max_tokens: 0 }, { max_tokens: 0 }],
  ['chat/completions', { max_tokens: null }, { max_tokens: 100 }],
  ['chat/completions', { max_tokens: -1 }, { max_tokens: 100 }],
  ['chat/completions', { max_tokens: '900' }, { max_tokens: 100 }],
  ['chat/completions', { max_tokens: 0.5 }, { max_tokens: 100 }],
  [
    'chat/completions',
    { max_tokens: 7, max_completion_tokens: -1 },
    { max_tokens: 7, max_completion_tokens: 100 },
  ],
  ['chat/completions', { max_output_tokens: 1 }, { max_output_tokens: 1, max_tokens: 100 }],
  ['responses', { max_tokens: 1 }, { max_tokens: 1, max_output_tokens: 100 }],
  ['responses', { max_output_tokens: 900 }, { max_output_tokens: 100 }],
] as const)('for no longer an answer than the model may give %s goes with %j as %j', (path, limits, sent) => {
  const asked = { model: 'a', messages: [{ role: 'user', content: 'Why?' }], input: 'Why?' }
  const body = readRelayBody(path, JSON.stringify({ ...asked, ...limits }))
  const forwarded = toForwarded(body, path, { ...target, maxTokensLimit: 100 })
  expect(JSON.parse(forwarded.body)).toEqual({ ...asked, model: 'upstream-model', ...sent })
})

test('a limit that is named twice is lowered wherever it stands', () => {
  const text = `{"model":"a","max_tokens":900,${messages},"max_tokens":5}`
  expect(forward({}, text, 100)).toBe(`{"model":"upstream-model","max_tokens":5,${messages},"max_tokens":5}`)
})
