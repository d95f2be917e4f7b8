import { InvalidCursorError } from '@chatmore/db'
import { describe, expect, it } from 'vitest'
import { notFound, type AppError } from './app-error.ts'
import { translateError } from './translate-error.ts'

function wrapped(fields: object, message = 'x'): Error {
  return new Error('Failed query: select 1', { cause: Object.assign(new Error(message), fields) })
}

describe('translateError', () => {
  it.each([
    [
      'a refused connection',
      wrapped({ code: 'ECONNREFUSED', errno: -111, syscall: 'connect' }),
      'UNAVAILABLE',
    ],
    ['a missing socket file', wrapped({ code: 'ENOENT', errno: -2, syscall: 'connect' }), 'UNAVAILABLE'],
    [
      'a connection that broke',
      wrapped({ code: 'PROTOCOL_CONNECTION_LOST', errno: undefined }),
      'UNAVAILABLE',
    ],
    ['too many connections', wrapped({ code: 'ER_CON_COUNT_ERROR', errno: 1040 }), 'UNAVAILABLE'],
    ['a deadlock that stayed', wrapped({ code: 'ER_LOCK_DEADLOCK', errno: 1213 }), 'BUSY'],
    ['a full queue', wrapped({}, 'Queue limit reached.'), 'BUSY'],
    ['a foreign cursor', new InvalidCursorError(), 'INVALID_INPUT'],
  ])('gives %s a code of its own', (_what, error, code) => {
    expect(translateError(error)).toMatchObject({ appCode: code, cause: error })
  })

  it.each([
    ['a mistake in our code', new TypeError('x is not a function')],
    ['a wrong query', wrapped({ code: 'ER_PARSE_ERROR', errno: 1064 })],
    ['a missing file', Object.assign(new Error('x'), { code: 'ENOENT', errno: -2, syscall: 'open' })],
    ['nothing', undefined],
  ])('leaves %s unexpected', (_what, error) => {
    expect(translateError(error)).toBeNull()
  })

  it('leaves what is meant for the caller as it is', () => {
    const error: AppError = notFound('this window')
    expect(translateError(error)).toBe(error)
  })
})
