import { expect, test } from 'vitest'
import { createAddressReader } from './client-address.ts'

test.each([
  ['the socket’s address counts', [], '203.0.113.9', undefined, '203.0.113.9'],
  ['a dual-stack socket’s IPv4 address is shown as such', [], '::ffff:203.0.113.9', undefined, '203.0.113.9'],
  ['without trusted proxies nobody’s word is taken', [], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['a stranger’s word is not taken', ['10.0.0.0/8'], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['a trusted proxy’s word is taken', ['10.0.0.0/8'], '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['a trusted proxy on IPv6', ['::1'], '::1', '2001:db8::7', '2001:db8::7'],
  [
    'what the caller put before the proxy’s own entry is not believed',
    ['10.0.0.1'],
    '10.0.0.1',
    '1.1.1.1, 198.51.100.1',
    '198.51.100.1',
  ],
  [
    'a chain of trusted proxies is walked back',
    ['10.0.0.0/8'],
    '10.0.0.1',
    '198.51.100.1, 10.0.0.2',
    '198.51.100.1',
  ],
  ['rubbish is not an address', ['10.0.0.1'], '10.0.0.1', 'unknown', '10.0.0.1'],
  ['a proxy that says nothing is the caller', ['10.0.0.1'], '10.0.0.1', undefined, '10.0.0.1'],
  ['a socket that is gone has no address', ['10.0.0.1'], undefined, '1.1.1.1', ''],
])('%s', (...[, trusted, remoteAddress, forwardedFor, expected]) => {
  expect(createAddressReader(trusted)(remoteAddress, forwardedFor)).toBe(expected)
})
