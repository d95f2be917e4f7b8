import { expect, test } from 'vitest'
import type { ChatMessage, ChatParams } from '../chat-request.ts'
import { defaultDialect, toRequestBody, type RequestBody } from './to-request-body.ts'

const timeouts = { connectMs: 1, firstTokenMs: 1, idleMs: 1, totalMs: 1 }
const body = (messages: ChatMessage[], params: ChatParams = {}, dialect = defaultDialect) =>
  toRequestBody(
    { endpoint: { apiBase: '', model: 'm"1', apiKey: null, provider: '' }, messages, params, timeouts },
    dialect,
  )
const joined = (written: RequestBody) => (typeof written === 'string' ? written : Buffer.concat(written))
const write = (messages: ChatMessage[], params: ChatParams = {}, dialect = defaultDialect) =>
  JSON.parse(String(joined(body(messages, params, dialect)))) as unknown
const hi: ChatMessage[] = [{ role: 'user', content: 'hi' }]

test('a request without parameters leaves them to the endpoint', () => {
  expect(write(hi)).toEqual({
    model: 'm"1',
    messages: hi,
    stream: true,
    stream_options: { include_usage: true },
  })
})

test('every parameter goes by its name in the format', () => {
  const params = {
    temperature: 0,
    topP: 0.5,
    maxTokens: 10,
    frequencyPenalty: 1,
    presencePenalty: -1,
    seed: 7,
    stop: ['x'],
    reasoningEffort: 'low',
  } as const
  expect(write(hi, { ...params, stop: [...params.stop] })).toMatchObject({
    temperature: 0,
    top_p: 0.5,
    max_tokens: 10,
    frequency_penalty: 1,
    presence_penalty: -1,
    seed: 7,
    stop: ['x'],
    reasoning_effort: 'low',
  })
})

test('a dialect leaves out and renames what the endpoint refused', () => {
  const body = write(
    hi,
    { maxTokens: 5 },
    { hasStreamOptions: false, maxTokensField: 'max_completion_tokens' },
  )
  expect(body).toEqual({ model: 'm"1', messages: hi, stream: true, max_completion_tokens: 5 })
})

test('messages hold role and content alone', () => {
  const message = { role: 'user', content: 'hi', id: 'secret' } as ChatMessage
  expect(write([message])).toMatchObject({ messages: [{ role: 'user', content: 'hi' }] })
  expect(JSON.stringify(write([message]))).not.toContain('secret')
})

test('an array that was changed since it was written is written anew', () => {
  const messages: ChatMessage[] = [...hi]
  write(messages)
  messages.push({ role: 'assistant', content: 'hello' })
  expect(write(messages)).toMatchObject({ messages: [{ content: 'hi' }, { content: 'hello' }] })
  messages[0] = { role: 'user', content: 'ho' }
  expect(write(messages)).toMatchObject({ messages: [{ content: 'ho' }, { content: 'hello' }] })
})

test('images go as data addresses beside their text, and requests that share them share what is sent', () => {
  const image = { type: 'image' as const, mediaType: 'image/png', bytes: Buffer.from('pixels'), tokens: 85 }
  const messages: ChatMessage[] = [
    { role: 'system', content: 'Say "hi"' },
    { role: 'user', content: [{ type: 'text', text: 'What is "this"?\n你好' }, image, image] },
  ]
  const part = { type: 'image_url', image_url: { url: 'data:image/png;base64,cGl4ZWxz' } }
  expect(write(messages, { temperature: 0 })).toEqual({
    model: 'm"1',
    messages: [
      { role: 'system', content: 'Say "hi"' },
      { role: 'user', content: [{ type: 'text', text: 'What is "this"?\n你好' }, part, part] },
    ],
    temperature: 0,
    stream: true,
    stream_options: { include_usage: true },
  })
  const [one, other] = [body(messages), body([...messages])] as Buffer[][]
  expect(one?.[1]?.toString()).toBe('cGl4ZWxz')
  expect(one?.[1]).toBe(other?.[1])
})
