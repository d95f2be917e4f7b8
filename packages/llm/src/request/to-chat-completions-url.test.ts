import { expect, test } from 'vitest'
import { toChatCompletionsUrl } from './to-chat-completions-url.ts'

test.each([
  ['https://api.openai.com', 'https://api.openai.com/v1/chat/completions'],
  ['https://api.openai.com/', 'https://api.openai.com/v1/chat/completions'],
  ['https://api.openai.com/v1', 'https://api.openai.com/v1/chat/completions'],
  ['https://api.openai.com/v1/', 'https://api.openai.com/v1/chat/completions'],
  ['https://api.openai.com/v1//', 'https://api.openai.com/v1/chat/completions'],
  ['https://api.openai.com/v1/v1', 'https://api.openai.com/v1/chat/completions'],
  ['https://api.openai.com/v1/chat/completions', 'https://api.openai.com/v1/chat/completions'],
  ['https://api.openai.com/v1/chat/completions/', 'https://api.openai.com/v1/chat/completions'],
  [
    'https://api.openai.com/v1/chat/completions/chat/completions',
    'https://api.openai.com/v1/chat/completions',
  ],
  ['https://api.deepseek.com/chat/completions', 'https://api.deepseek.com/chat/completions'],
  ['https://openrouter.ai/api/v1', 'https://openrouter.ai/api/v1/chat/completions'],
  ['https://open.bigmodel.cn/api/paas/v4', 'https://open.bigmodel.cn/api/paas/v4/chat/completions'],
  [
    'https://generativelanguage.googleapis.com/v1beta/openai/',
    'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
  ],
  ['https://host/api', 'https://host/api/chat/completions'],
  ['https://host/v10/v1', 'https://host/v10/v1/chat/completions'],
  ['http://localhost:11434', 'http://localhost:11434/v1/chat/completions'],
  ['  http://localhost:11434/v1#x  ', 'http://localhost:11434/v1/chat/completions'],
  ['http://[::1]:8080/v1', 'http://[::1]:8080/v1/chat/completions'],
  ['https://host/v1?api-version=1', 'https://host/v1/chat/completions?api-version=1'],
])('%s is asked at %s', (apiBase, url) => {
  expect(toChatCompletionsUrl(apiBase)).toBe(url)
})

test.each([
  '',
  'api.openai.com/v1',
  'ftp://host/v1',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://user:pass@host/v1',
])('%s is refused', (apiBase) => {
  expect(() => toChatCompletionsUrl(apiBase)).toThrow(expect.objectContaining({ code: 'ADDRESS_REFUSED' }))
})

test('an address that is no URL is not repeated in the error', () => {
  expect(() => toChatCompletionsUrl('host with spaces')).toThrow(
    expect.objectContaining({ detail: 'the API base is not an address' }),
  )
})
