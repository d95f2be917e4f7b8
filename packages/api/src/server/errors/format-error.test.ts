import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Log } from '../log.ts'
import { AppError } from './app-error.ts'
import { formatError } from './format-error.ts'

function format(error: TRPCError) {
  const logged: object[] = []
  const nothing = () => {}
  const log: Log = {
    debug: nothing,
    info: nothing,
    warn: (fields) => logged.push({ level: 'warn', ...fields }),
    error: (fields) => logged.push({ level: 'error', ...fields }),
  }
  const formatted = formatError({ error, path: 'a.b', ctx: { requestId: 'req-1', log } })
  return { formatted, logged }
}

describe('formatError', () => {
  it('passes on the code, the sentence and the fields of an expected error and logs nothing', () => {
    const error = new AppError('CONFLICT', 'x: is taken', { fields: { x: 'is taken' } })
    const { formatted, logged } = format(error)
    expect(formatted).toMatchObject({
      message: 'x: is taken',
      data: {
        path: 'a.b',
        code: 'CONFLICT',
        httpStatus: 409,
        appError: { code: 'CONFLICT', fields: { x: 'is taken' } },
      },
    })
    expect(logged).toEqual([])
  })

  it('turns a refused input into fields and a plain sentence', () => {
    const cause = z.strictObject({ content: z.string() }).safeParse({ content: 5, role: 'admin' }).error
    const { formatted } = format(new TRPCError({ code: 'BAD_REQUEST', cause }))
    expect(formatted.message).toBe('content: is not a string; role: is not a known field')
    expect(formatted.data.appError).toEqual({
      code: 'INVALID_INPUT',
      fields: { content: 'is not a string', role: 'is not a known field' },
    })
  })

  it('says of an unexpected error only where the log has it, and logs it whole but for secrets and values', () => {
    const cause = new Error('Failed query: insert into users\nparams: alice@example.com,hash', {
      cause: new Error('call with Authorization: Bearer sk-abcdefghijklmnopqrstuvwxyz failed'),
    })
    const { formatted, logged } = format(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }))
    expect(formatted.message).toBe('internal error, ref req-1')
    expect(formatted.data.appError).toEqual({ code: 'INTERNAL', ref: 'req-1' })
    expect(JSON.stringify(formatted)).not.toMatch(/stack|users|sk-/)
    expect(logged).toHaveLength(1)
    expect(logged[0]).toMatchObject({
      level: 'error',
      ref: 'req-1',
      path: 'a.b',
      error: { message: 'Failed query: insert into users' },
    })
    const text = JSON.stringify(logged)
    expect(text).toContain('format-error.test.ts')
    expect(text).not.toMatch(/alice|abcdefghijklmnop/)
  })

  it('gives a database that is away a code of its own, and logs it as a warning', () => {
    const cause = new Error('Failed query: select 1\nparams: alice', {
      cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', errno: -111 }),
    })
    const { formatted, logged } = format(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }))
    expect(formatted.data).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      httpStatus: 503,
      appError: { code: 'UNAVAILABLE', ref: 'req-1' },
    })
    expect(formatted.message).not.toMatch(/alice|select/)
    expect(logged).toEqual([expect.objectContaining({ level: 'warn', ref: 'req-1' })])
  })

  it.each([
    ['PARSE_ERROR', 'INVALID_INPUT'],
    ['NOT_FOUND', 'NOT_FOUND'],
    ['METHOD_NOT_SUPPORTED', 'INVALID_INPUT'],
    ['PAYLOAD_TOO_LARGE', 'TOO_LARGE'],
  ] as const)('gives what tRPC refuses as %s the code %s', (code, appCode) => {
    const { formatted, logged } = format(new TRPCError({ code, message: 'Unexpected token < in JSON' }))
    expect(formatted.data.appError.code).toBe(appCode)
    expect(formatted.message).not.toContain('token')
    expect(logged).toEqual([])
  })
})
