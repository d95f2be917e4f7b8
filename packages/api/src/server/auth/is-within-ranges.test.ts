import { expect, it } from 'vitest'
import { isWithinRanges } from './is-within-ranges.ts'

it.each([
  ['10.1.2.3', ['10.0.0.0/8'], true],
  ['11.1.2.3', ['10.0.0.0/8'], false],
  ['192.0.2.7', ['192.0.2.7'], true],
  ['192.0.2.8', ['192.0.2.7', '192.0.2.7/32'], false],
  ['203.0.113.1', ['10.0.0.0/8', '203.0.113.0/24'], true],
  ['203.0.113.1', ['0.0.0.0/0'], true],
  ['2001:db8::1', ['2001:db8::/32'], true],
  ['2001:db9::1', ['2001:db8::/32'], false],
  ['2001:DB8:0:0::1', ['2001:db8::1'], true],
  ['::1', ['0.0.0.0/0'], false],
  ['127.0.0.1', ['::/0'], false],
  ['fe80::1%eth0', ['fe80::/10'], true],
  // As a dual-stack socket shows an address of IPv4.
  ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
  ['::ffff:11.1.2.3', ['10.0.0.0/8'], false],
  ['', ['0.0.0.0/0', '::/0'], false],
  ['unknown', ['0.0.0.0/0'], false],
])('says whether %s is within %j', (address, ranges, expected) => {
  expect(isWithinRanges(address, ranges)).toBe(expected)
})

it('takes any address where there are no ranges', () => {
  expect(isWithinRanges('', null)).toBe(true)
})
