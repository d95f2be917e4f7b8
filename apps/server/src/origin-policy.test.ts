import { describe, expect, test } from 'vitest'
import { createOriginPolicy, type Caller } from './origin-policy.ts'

const caller = (fields: Partial<Caller>): Caller => ({
  origin: undefined,
  host: '127.0.0.1:3000',
  cookie: undefined,
  fetchSite: undefined,
  ...fields,
})

describe('with a public address', () => {
  const policy = createOriginPolicy({
    publicUrl: 'https://chat.example.com',
    allowedOrigins: ['https://app.example.com'],
  })

  test.each([
    ['https://chat.example.com', true],
    ['https://app.example.com', true],
    ['http://chat.example.com', false],
    ['https://chat.example.com:8443', false],
    ['https://chat.example.com.evil.example', false],
    ['https://other.example.com', false],
    ['http://127.0.0.1:3000', false],
    ['null', false],
  ])('a page of %s: %s', (origin, isAllowed) => {
    expect(policy.allowsRequest(caller({ origin }))).toBe(isAllowed)
    expect(policy.allowsSocket(caller({ origin }))).toBe(isAllowed)
  })

  test('only listed origins are told by CORS that they may read', () => {
    expect(policy.isListed('https://app.example.com')).toBe(true)
    expect(policy.isListed('https://chat.example.com')).toBe(false)
  })
})

describe('without a public address', () => {
  const policy = createOriginPolicy({ publicUrl: null, allowedOrigins: [] })

  test.each([
    ['http://127.0.0.1:3000', '127.0.0.1:3000', true],
    ['http://localhost:3000', 'localhost:3000', true],
    ['http://[::1]:3000', '[::1]:3000', true],
    ['http://192.168.1.5:3000', '192.168.1.5:3000', true],
    ['http://127.0.0.1:4000', '127.0.0.1:3000', false],
    ['http://evil.example', '127.0.0.1:3000', false],
    ['http://rebound.example:3000', 'rebound.example:3000', false],
    ['null', '127.0.0.1:3000', false],
    ['http://127.0.0.1:3000', undefined, false],
  ])('a page of %s that calls %s: %s', (origin, host, isAllowed) => {
    expect(policy.allowsRequest(caller({ origin, host }))).toBe(isAllowed)
    expect(policy.allowsSocket(caller({ origin, host }))).toBe(isAllowed)
  })
})

describe('a caller that names no origin', () => {
  const policy = createOriginPolicy({ publicUrl: null, allowedOrigins: [] })

  test('may send a request unless the browser says that it comes from another site', () => {
    expect(policy.allowsRequest(caller({}))).toBe(true)
    expect(policy.allowsRequest(caller({ fetchSite: 'same-origin' }))).toBe(true)
    expect(policy.allowsRequest(caller({ fetchSite: 'cross-site' }))).toBe(false)
    expect(policy.allowsRequest(caller({ fetchSite: 'same-site' }))).toBe(false)
  })

  test.each(['cm_session=abc', 'theme=dark; cm_session=abc', '__Host-cm_session=abc'])(
    'may not open a socket with the cookie %s',
    (cookie) => {
      expect(policy.allowsSocket(caller({ cookie }))).toBe(false)
    },
  )

  test('may open a socket without a session cookie, to show a token on it', () => {
    expect(policy.allowsSocket(caller({}))).toBe(true)
    expect(policy.allowsSocket(caller({ cookie: 'not_cm_session=abc' }))).toBe(true)
  })
})
