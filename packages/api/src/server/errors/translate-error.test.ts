import { DatabaseFault, InvalidCursorError } from '@chatmore/db'
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
    ['too many connections', wrapped({ code: 'ER_CON_COUNT_ERROR', errno: 1040 }), 'BUSY'],
    ['a connection that was ended', wrapped({ code: 'ER_CONNECTION_KILLED', errno: 1927 }), 'UNAVAILABLE'],
    ['a deadlock that stayed', wrapped({ code: 'ER_LOCK_DEADLOCK', errno: 1213 }), 'BUSY'],
    ['a full queue', new Error('Failed query', { cause: new DatabaseFault('busy', 'x') }), 'BUSY'],
    ['a foreign cursor', new InvalidCursorError(), 'INVALID_INPUT'],
  ])('gives %s a code of its own', (_what, error, code) => {
    expect(translateError(error)).toMatchObject({ appCode: code, cause: error })
  })

  it.each([
    ['a full table', wrapped({ errno: 1114 }), /storage is full/],
    ['a full disk', wrapped({ errno: 1021 }), /storage is full/],
    [
      'a file that cannot grow',
      wrapped({ errno: 1026 }, 'Error writing file (Errcode: 28 "No space left")'),
      /full/,
    ],
    [
      'a quota that is used up',
      wrapped({ errno: 1030 }, 'Got error 122 "Disk quota exceeded" from x'),
      /full/,
    ],
    ['a read-only server', wrapped({ errno: 1290 }), /takes no changes/],
    ['a lost COMMIT', new DatabaseFault('away', 'x', { isOutcomeUnknown: true }), /look whether it was/],
  ])('says of %s what it means', (_what, error, sentence) => {
    const translated = translateError(error)
    expect(translated).toMatchObject({ appCode: 'UNAVAILABLE', message: expect.stringMatching(sentence) })
  })

  it.each([
    ['a mistake in our code', new TypeError('x is not a function')],
    ['a wrong query', wrapped({ code: 'ER_PARSE_ERROR', errno: 1064 })],
    ['a damaged table', wrapped({ errno: 1030 }, 'Got error 127 "Record file is crashed" from x')],
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
