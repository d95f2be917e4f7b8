import { expect, test } from 'vitest'
import { toRequestId } from './request-id.ts'

test.each(['abc', '01HZX0.A-b_c', 'x'.repeat(64)])('a harmless request id is kept: %s', (header) => {
  expect(toRequestId(header)).toBe(header)
})

test.each([undefined, null, '', 'x'.repeat(65), 'a b', 'a\nb', '<script>', 'a"b'])(
  'anything else is replaced by a new id: %j',
  (header) => {
    expect(toRequestId(header)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  },
)
