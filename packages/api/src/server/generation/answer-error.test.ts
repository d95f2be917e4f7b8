import { LlmError } from '@chatmore/llm'
import { describe, expect, it } from 'vitest'
import { toAnswerError } from './answer-error.ts'

describe("an answer's error", () => {
  it("has the failed call's code, words and status, and keeps the endpoint's own words apart", () => {
    const failure = new LlmError({
      code: 'RATE_LIMITED',
      message: 'Try again later.',
      detail: 'slow down',
      status: 429,
    })
    expect(toAnswerError(failure, 'answer-1')).toEqual({
      errorCode: 'RATE_LIMITED',
      errorMessage: 'Try again later.',
      errorDetail: 'slow down',
      httpStatus: 429,
    })
  })

  it('says nothing of the inside where the failure was not expected', () => {
    expect(toAnswerError(new Error('secret-host refused'), 'answer-1')).toEqual({
      errorCode: 'INTERNAL',
      errorMessage: 'internal error, ref answer-1',
      errorDetail: null,
      httpStatus: null,
    })
  })
})
