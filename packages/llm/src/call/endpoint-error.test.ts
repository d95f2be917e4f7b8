import { expect, test } from 'vitest'
import { readEndpointWords, toEndpointError } from './endpoint-error.ts'

test.each([
  [{ error: { message: 'no', code: 'bad', type: 'x' } }, { message: 'no', code: 'bad' }],
  [{ error: { message: 'no', type: 'x' } }, { message: 'no', code: 'x' }],
  [{ error: { message: 'no', code: 429 } }, { message: 'no', code: '429' }],
  [{ error: 'no' }, { message: 'no', code: '' }],
  [{ message: 'no' }, { message: 'no', code: '' }],
  [{ detail: 'no' }, { message: 'no', code: '' }],
  [JSON.parse('{"detail":[{"msg":"no"}]}'), { message: '[{"msg":"no"}]', code: '' }],
  [JSON.parse('{"code":1001,"msg":"no"}'), { message: 'no', code: '1001' }],
  [[{ error: { message: 'no', status: 'INVALID' } }], { message: 'no', code: 'INVALID' }],
  ['no', { message: 'no', code: '' }],
  ['', { message: '', code: '' }],
  [null, { message: '', code: '' }],
])('%j says %j', (body, words) => {
  expect(readEndpointWords(body)).toEqual(words)
})

test.each([
  [401, '', 'Incorrect API key provided', 'KEY_REFUSED', false],
  [403, '', 'Country not supported', 'KEY_REFUSED', false],
  [402, '', 'Insufficient credits', 'QUOTA_EXCEEDED', false],
  [429, 'insufficient_quota', 'You exceeded your current quota', 'QUOTA_EXCEEDED', false],
  [403, '', '账户余额不足', 'QUOTA_EXCEEDED', false],
  [429, 'rate_limit_exceeded', 'Rate limit reached', 'RATE_LIMITED', true],
  [529, 'overloaded_error', 'Overloaded', 'RATE_LIMITED', true],
  [404, 'model_not_found', 'The model x does not exist', 'MODEL_NOT_FOUND', false],
  [404, '', 'Not Found', 'MODEL_NOT_FOUND', false],
  [400, '', 'Model Not Exist', 'MODEL_NOT_FOUND', false],
  [
    400,
    'context_length_exceeded',
    "This model's maximum context length is 8192 tokens",
    'CONTEXT_TOO_LONG',
    false,
  ],
  [400, '', 'prompt is too long: 210000 tokens > 200000 maximum', 'CONTEXT_TOO_LONG', false],
  [413, '', 'input is too long for requested model', 'CONTEXT_TOO_LONG', false],
  [400, 'invalid_value', 'temperature must be at most 1', 'REQUEST_REFUSED', false],
  [422, '', 'messages.0.content: field required', 'REQUEST_REFUSED', false],
  [408, '', '', 'UPSTREAM_ERROR', true],
  [500, '', '', 'UPSTREAM_ERROR', true],
  [503, '', 'No server is available', 'UPSTREAM_ERROR', true],
  [200, 'rate_limit_exceeded', 'slow down', 'RATE_LIMITED', true],
  [200, 'invalid_api_key', '', 'KEY_REFUSED', false],
  [200, '', 'something broke', 'UPSTREAM_ERROR', true],
])('HTTP %i %s "%s" is %s, retryable: %s', (...[status, code, message, expected, isRetryable]) => {
  expect(toEndpointError({ status, words: { code, message } })).toMatchObject({
    code: expected,
    isRetryable,
    status,
  })
})

test('the endpoint’s words go into the detail, without its keys, and never into the message', () => {
  const words = {
    code: 'bad_key',
    message: 'Incorrect API key provided: sk-CANARY0123456789. See http://10.0.0.5/x',
  }
  const error = toEndpointError({ status: 401, words })
  expect(error.detail).toMatch(/^HTTP 401 · bad_key · Incorrect API key provided: \[redacted\]/)
  expect(error.message).not.toMatch(/CANARY|10\.0\.0\.5/)
})

test('the wait that a rate limit asks for is told', () => {
  const words = { code: '', message: '' }
  expect(toEndpointError({ status: 429, words, retryAfterMs: 7200_000 }).message).toContain('in 120 minutes')
  expect(toEndpointError({ status: 429, words, retryAfterMs: 1500 })).toMatchObject({
    retryAfterMs: 1500,
    message: expect.stringContaining('in 2 seconds'),
  })
})

test('an endless error text is cut', () => {
  const error = toEndpointError({ status: 400, words: { code: '', message: 'no '.repeat(10_000) } })
  expect(error.detail).toHaveLength(2000)
})
