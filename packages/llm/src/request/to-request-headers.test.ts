import { expect, test } from 'vitest'
import { toRequestHeaders } from './to-request-headers.ts'

const headers = (apiKey: string | null, provider = 'openai') =>
  toRequestHeaders({ apiBase: '', model: '', apiKey, provider })

test('the key goes as a bearer token, and as api-key to Azure', () => {
  expect(headers('sk-1')).toMatchObject({ authorization: 'Bearer sk-1' })
  expect(headers(' sk-1\n')).toMatchObject({ authorization: 'Bearer sk-1' })
  expect(headers('sk-1', 'azure')).toMatchObject({ 'api-key': 'sk-1' })
  expect(headers('sk-1', 'Azure OpenAI')).not.toHaveProperty('authorization')
})

test.each([null, '', '  '])('without a key (%j) no key header goes', (apiKey) => {
  expect(Object.keys(headers(apiKey)).sort()).toEqual([
    'accept',
    'accept-encoding',
    'content-type',
    'user-agent',
  ])
})

test.each(['sk-1\r\nx-evil: 1', 'schlüssel', 'a b'])(
  'a key that a header cannot carry (%j) is refused',
  (apiKey) => {
    expect(() => headers(apiKey)).toThrow(expect.objectContaining({ code: 'KEY_REFUSED' }))
  },
)
