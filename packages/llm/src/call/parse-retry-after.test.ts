import { expect, test } from 'vitest'
import { parseRetryAfter } from './parse-retry-after.ts'

const now = new Date('2025-01-01T00:00:00Z')

test.each([
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '1.5' }, 1500],
  [{ 'retry-after': ' 3 ' }, 3000],
  [{ 'retry-after': '-5' }, 0],
  [{ 'retry-after': 'Wed, 01 Jan 2025 00:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Tue, 31 Dec 2024 23:00:00 GMT' }, 0],
  [{ 'retry-after': '3600' }, 3_600_000],
  [{ 'retry-after': ['4', '9'] }, 4000],
  [{ 'retry-after': '9', 'retry-after-ms': '250' }, 250],
  [{ 'retry-after': '2', 'retry-after-ms': 'soon' }, 2000],
  [{ 'retry-after': 'soon' }, null],
  [{ 'retry-after': '' }, null],
  [{}, null],
])('%j asks to wait %s ms', (headers, ms) => {
  expect(parseRetryAfter(headers, now)).toBe(ms)
})
