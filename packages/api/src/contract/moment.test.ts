import { expect, test } from 'vitest'
import { momentSchema } from './moment.ts'

test.each([
  '2026-11-23',
  '2026-11-23T10:00Z',
  '2026-11-23T10:00:00.123Z',
  '2024-02-29',
  '2026-11-23T10:00:00+08:00',
])('%s is a time', (text) => {
  expect(momentSchema.safeParse(text).success).toBe(true)
})

test.each([
  '',
  'yesterday',
  '2026-02-31',
  '2026-13-01',
  '2025-02-29T10:00:00Z',
  '2026-11-23T25:00:00Z',
  '2026-11-23T10:00:00',
  '1900-01-01',
  '+012026-11-23',
  '2026-11-23 ',
  "2026-11-23' OR 1",
])('%j is none', (text) => {
  expect(momentSchema.safeParse(text).error?.issues[0]?.message).toContain('is not a time such as')
})
