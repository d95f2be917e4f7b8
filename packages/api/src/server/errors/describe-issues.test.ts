import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  messageSendInputSchema,
  modelTestInputSchema,
  registerInputSchema,
  sessionCreateInputSchema,
} from '../../contract/index.ts'
import { describeIssues } from './describe-issues.ts'

const id = '01JD0000000000000000000000'

function fieldsOf(schema: z.ZodType, input: unknown): Record<string, string> {
  return describeIssues(schema.safeParse(input).error?.issues ?? [])
}

describe('describeIssues', () => {
  it.each([
    ['nothing at all', undefined, { input: 'is missing' }],
    ['something else than an object', 'x', { input: 'is not an object' }],
    [
      'fields that are not there',
      {},
      { sessionId: 'is missing', content: 'is missing', clientMessageId: 'is missing' },
    ],
    [
      'a field of another type',
      { sessionId: id, content: 5, clientMessageId: 'abcdefgh' },
      { content: 'is not a string' },
    ],
    [
      'an id as an array',
      { sessionId: [id], content: 'x', clientMessageId: 'abcdefgh' },
      { sessionId: 'is not a string' },
    ],
    [
      'an id in lower case',
      { sessionId: id.toLowerCase(), content: 'x', clientMessageId: 'abcdefgh' },
      { sessionId: 'is not a valid id' },
    ],
    [
      'a megabyte as clientMessageId',
      { sessionId: id, content: 'x', clientMessageId: 'a'.repeat(1e6) },
      { clientMessageId: 'is not 8 to 64 letters, digits, - or _' },
    ],
    [
      'a window id that is none',
      { sessionId: id, content: 'x', clientMessageId: 'abcdefgh', windowIds: [id, '1e3'] },
      { 'windowIds.1': 'is not a valid id' },
    ],
    [
      'an unknown field',
      { sessionId: id, content: 'x', clientMessageId: 'abcdefgh', role: 'admin' },
      { role: 'is not a known field' },
    ],
  ])('names the field and the rule for %s', (_what, input, fields) => {
    expect(fieldsOf(messageSendInputSchema, input)).toEqual(fields)
  })

  it.each(['__proto__', 'constructor', 'prototype'])('names %s as an unknown field', (key) => {
    const input: unknown = JSON.parse(
      `{"email":"a@b.example","password":"12345678","${key}":{"role":"admin"}}`,
    )
    expect(fieldsOf(registerInputSchema, input)).toEqual({ [key]: 'is not a known field' })
  })

  it.each([
    ['', '""'],
    ['a b\u0000', '"a b\\u0000"'],
    ['x'.repeat(1000), `${'x'.repeat(100)}…`],
  ])('shows the unknown field %j so that it can be seen', (key, shown) => {
    expect(fieldsOf(z.strictObject({}), { [key]: 1 })).toEqual({ [shown]: 'is not a known field' })
  })

  it('names twenty fields at most', () => {
    const input = Object.fromEntries(Array.from({ length: 5000 }, (_field, index) => [`field${index}`, 1]))
    expect(Object.keys(fieldsOf(z.strictObject({}), input))).toHaveLength(20)
  })

  it('names unknown fields where they are', () => {
    const input = { windows: [{ modelId: id, params: { temprature: 1 } }] }
    expect(fieldsOf(sessionCreateInputSchema, input)).toEqual({
      'windows.0.params.temprature': 'is not a known field',
    })
  })

  it('speaks of the branch of a union that fits best', () => {
    expect(fieldsOf(modelTestInputSchema, { apiBase: 'file:///x', model: 'x' })).toEqual({
      apiBase: 'is not an http or https address without user name, query or fragment',
    })
    expect(fieldsOf(modelTestInputSchema, { id: 'x' })).toEqual({ id: 'is not a valid id' })
  })

  it('names the choices', () => {
    expect(fieldsOf(z.strictObject({ mode: z.enum(['a', 'b']) }), { mode: 'c' })).toEqual({
      mode: 'is not one of a, b',
    })
  })

  it('keeps the first rule that a field breaks', () => {
    const schema = z.strictObject({ name: z.string().min(5, 'is short').regex(/^\d+$/, 'is not a number') })
    expect(fieldsOf(schema, { name: 'ab' })).toEqual({ name: 'is short' })
  })
})
