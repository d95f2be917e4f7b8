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
