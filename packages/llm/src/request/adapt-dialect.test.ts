import { expect, test } from 'vitest'
import { adaptDialect } from './adapt-dialect.ts'
import { defaultDialect } from './to-request-body.ts'

const withoutOptions = { ...defaultDialect, hasStreamOptions: false }
const completionTokens = { ...defaultDialect, maxTokensField: 'max_completion_tokens' as const }

test.each([
  [400, 'Unknown parameter: stream_options', withoutOptions],
  [422, 'body.stream_options: Extra inputs are not permitted', withoutOptions],
  [400, 'include_usage is not supported', withoutOptions],
  [400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", completionTokens],
  [400, 'temperature must be at most 1', null],
  [500, 'stream_options', null],
])('HTTP %i "%s" leads to %j', (status, said, dialect) => {
  expect(adaptDialect(defaultDialect, status, said)).toEqual(dialect)
})

test('what was changed once is not changed again', () => {
  expect(adaptDialect(withoutOptions, 400, 'stream_options')).toBeNull()
  expect(adaptDialect(completionTokens, 400, 'max_completion_tokens')).toBeNull()
})
