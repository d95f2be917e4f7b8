import { describe, expect, it } from 'vitest'
import { parseAppError } from './parse-app-error.ts'

const appError = { code: 'CONFLICT', fields: { x: 'is taken' } }

describe('parseAppError', () => {
  it('finds the error of the API in what a call threw', () => {
    expect(parseAppError({ data: { appError } })).toEqual(appError)
    expect(parseAppError({ data: undefined, shape: { data: { appError } } })).toEqual(appError)
  })

  it.each([
    undefined,
    null,
    'x',
    new Error('fetch failed'),
    { data: null },
    { data: {} },
    { data: { appError: { code: 'SOMETHING_NEW' } } },
  ])('is null for anything else: %o', (error) => {
    expect(parseAppError(error)).toBeNull()
  })
})
