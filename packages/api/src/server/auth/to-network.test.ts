import { expect, it } from 'vitest'
import { toNetwork } from './to-network.ts'

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['', ''],
  ['nonsense', 'nonsense'],
  ['2001:db8:0:1:aaaa:bbbb:cccc:dddd', '2001:db8:0:1::/64'],
  ['2001:0DB8:0000:0001::1', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:2::1', '2001:db8:0:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
])('the network of %j is %j', (address, network) => {
  expect(toNetwork(address)).toBe(network)
})
