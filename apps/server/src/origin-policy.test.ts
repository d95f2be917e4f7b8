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
    ['https://sub.chat.example.com', false],
    ['https://example.com', false],
    ['https://CHAT.example.com', false],
    ['', false],
    ['http://127.0.0.1:3000', false],
    ['null', false],
  ])('a page of %s: %s', (origin, isAllowed) => {
    expect(policy.allows(caller({ origin, cookie: 'cm_session=abc' }))).toBe(isAllowed)
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
    expect(policy.allows(caller({ origin, host }))).toBe(isAllowed)
  })
})

describe('a caller that names no origin', () => {
  const policy = createOriginPolicy({ publicUrl: null, allowedOrigins: [] })

  test.each(['cm_session=abc', 'theme=dark; cm_session=abc', '__Host-cm_session=abc', 'a=b;cm_session='])(
    'is refused with the cookie %s',
    (cookie) => {
      expect(policy.allows(caller({ cookie }))).toBe(false)
      expect(policy.allows(caller({ cookie, fetchSite: 'same-origin' }))).toBe(false)
    },
  )

  test.each([undefined, 'theme=dark', 'not_cm_session=abc'])(
    'has nothing to misuse with the cookie %s',
    (cookie) => {
      expect(policy.allows(caller({ cookie }))).toBe(true)
      expect(policy.allows(caller({ cookie, fetchSite: 'same-origin' }))).toBe(true)
    },
  )

  test.each(['cross-site', 'same-site'])('is refused when the browser says that it is %s', (fetchSite) => {
    expect(policy.allows(caller({ fetchSite }))).toBe(false)
  })
})
