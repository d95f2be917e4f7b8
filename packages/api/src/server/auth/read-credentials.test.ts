import { describe, expect, it } from 'vitest'
import { readCredentials } from './read-credentials.ts'

function read(headers: Record<string, string>, connectionParams: unknown = null) {
  const source = { headers: new Headers(headers), connectionParams, ip: '192.0.2.1' }
  return readCredentials(source, { session: 'cm_session' })
}

describe('readCredentials', () => {
  it.each([['cm_session=abc'], ['theme=dark; cm_session=abc; x=1'], ['cm_session2=other; cm_session=abc']])(
    'reads the session from the cookie header %j',
    (cookie) => {
      expect(read({ cookie })).toEqual({ type: 'session', token: 'abc' })
    },
  )

  it.each([[{}], [{ cookie: '' }], [{ cookie: 'cm_session=' }], [{ cookie: 'xcm_session=abc' }]])(
    'finds nobody in %j',
    (headers) => {
      expect(read(headers)).toEqual({ type: 'none' })
    },
  )

  it('reads an API key from the authorization header, before any cookie', () => {
    expect(read({ authorization: 'Bearer cm-1', cookie: 'cm_session=abc' })).toEqual({
      type: 'apiKey',
      key: 'cm-1',
      address: '192.0.2.1',
    })
    expect(read({ authorization: 'bearer  cm-1 ' })).toMatchObject({ type: 'apiKey', key: 'cm-1' })
  })

  it.each(['Basic dXNlcg==', 'Bearer', 'Bearer a b', ''])(
    'does not fall back to the cookie for the authorization %j',
    (authorization) => {
      expect(read({ authorization, cookie: 'cm_session=abc' })).toMatchObject({ type: 'apiKey', key: '' })
    },
  )

  it('reads an API key from the first message of a socket', () => {
    expect(read({ cookie: 'cm_session=abc' }, { token: 'cm-1' })).toMatchObject({
      type: 'apiKey',
      key: 'cm-1',
    })
  })

  it.each([[null], [undefined], ['x'], [[]], [{}], [5]])(
    'takes the cookie where the first message is %j',
    (params) => {
      expect(read({ cookie: 'cm_session=abc' }, params)).toEqual({ type: 'session', token: 'abc' })
    },
  )

  it.each([[{ token: 5 }], [{ token: null }], [{ token: ['cm-1'] }]])(
    'takes nothing for the token in %j',
    (params) => {
      expect(read({ cookie: 'cm_session=abc' }, params)).toMatchObject({ type: 'apiKey', key: '' })
    },
  )
})
