import { expect, test } from 'vitest'
import { sumDecimals } from './sum-decimals.ts'

test.each([
  [[], '0'],
  [['0'], '0'],
  [['0.1', '0.2'], '0.3'],
  [['0.0000000001', '12'], '12.0000000001'],
  [['9999999999.9999999999', '0.0000000001'], '10000000000'],
  [Array<string>(1000).fill('0.0012345'), '1.2345'],
])('%j come to %s', (decimals, sum) => {
  expect(sumDecimals(decimals)).toBe(sum)
})
