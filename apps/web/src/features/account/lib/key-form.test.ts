import type { ApiKey } from '@chatmore/api/contract'
import { expect, it } from 'vitest'
import { toKeyForm, toKeyLimits } from './key-form.ts'

const limits = {
  modelIds: ['a', 'b'],
  ipRanges: ['10.0.0.0/8', '::1'],
  requestsPerMinute: 60,
  tokensPerMinute: 1000,
}
const none = { modelIds: null, ipRanges: null, requestsPerMinute: null, tokensPerMinute: null }
const key: ApiKey = {
  ...{ id: 'x', name: 'Laptop', hint: 'x9Qz', expiresAt: null, lastUsedAt: null },
  createdAt: '2026-11-22T08:00:00.000Z',
  ...limits,
}

it('says of a key what it is limited to, and the same again where nothing was changed', () => {
  expect(toKeyLimits(toKeyForm(key))).toEqual(limits)
  expect(toKeyLimits(toKeyForm({ ...key, ...none }))).toEqual(none)
  expect(toKeyLimits(toKeyForm())).toEqual(none)
  expect([toKeyForm(key).validity, toKeyForm().validity]).toEqual(['same', 'never'])
})

it('reads addresses however they are set apart, and forgets models once any may be asked', () => {
  const form = { ...toKeyForm(key), ranges: ' 10.0.0.0/8, ::1\n\n192.0.2.7;', models: 'any' as const }
  expect(toKeyLimits(form)).toMatchObject({ ipRanges: ['10.0.0.0/8', '::1', '192.0.2.7'], modelIds: null })
})
