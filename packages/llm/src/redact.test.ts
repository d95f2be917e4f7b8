import { expect, test } from 'vitest'
import { redact } from './redact.ts'

test.each([
  ['Incorrect API key provided: sk-CANARY1234567890abcd.', 'CANARY'],
  ['key sk-proj-CANARY_abc-def-1234567890 refused', 'CANARY'],
  ['sk-ant-api03-CANARYxxxxxxxx', 'CANARY'],
  ['Authorization: Bearer CANARY.token.value', 'CANARY'],
  ['authorization: Basic Q0FOQVJZOng=', 'Q0FOQVJZ'],
  ['{"api_key":"CANARYsecretvalue"}', 'CANARY'],
  ['api-key=CANARYsecretvalue&x=1', 'CANARY'],
  ['x-api-key: CANARYsecretvalue', 'CANARY'],
  ['password = "CANARY 1"', 'CANARY'],
  ['Cookie: session=CANARYabc', 'CANARY'],
  ['https://user:CANARY@host/v1', 'CANARY'],
  ['mysql://root:CANARY@127.0.0.1:3306/db', 'CANARY'],
  ['eyJhbGciOiJIUzI1NiJ9.CANARY_payload.sig', 'CANARY'],
  ['AIzaSyCANARY1234567890', 'CANARY'],
  ['gsk_CANARY1234567890', 'CANARY'],
  ['cm-CANARY1234567890', 'CANARY'],
  ['a bare CANARY0123456789abcdefabcdef0123456789abcdef key', 'CANARY'],
])('%s loses its secret', (text, secret) => {
  expect(redact(text)).toContain('[redacted]')
  expect(redact(text)).not.toContain(secret)
})

test.each([
  'The model `gpt-4.1-mini` does not exist',
  "This model's maximum context length is 8192 tokens, however you requested 9000 tokens",
  'connect ECONNREFUSED 127.0.0.1:11434',
  'HTTP 429 · rate_limit_exceeded · Rate limit reached for gpt-4o in organization on tokens per min',
  'The secret of a good answer is a good question',
  'https://api.openai.com/v1/chat/completions',
])('%s stays as it is', (text) => {
  expect(redact(text)).toBe(text)
})

test('what is redacted once stays the same when it is redacted again', () => {
  const once = redact('api_key: sk-CANARY1234567890, Bearer abcdefgh')
  expect(redact(once)).toBe(once)
})
