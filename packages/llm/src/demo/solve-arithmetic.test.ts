import { expect, test } from 'vitest'
import { solveArithmetic } from './solve-arithmetic.ts'

test.each([
  ['What is 12 * (3 + 4)?', '12 × (3 + 4)', '84'],
  ['2+2', '2 + 2', '4'],
  ['3 - 10', '3 − 10', '-7'],
  ['2 ^ 3 ^ 2', '2 ^ 3 ^ 2', '512'],
  ['0.1 + 0.2', '0.1 + 0.2', '0.3'],
  ['计算 7×8', '7 × 8', '56'],
  ['１２÷４等于多少', '12 ÷ 4', '3'],
  ['4 x 5', '4 × 5', '20'],
  ['1,000 * 3', '1000 × 3', '3000'],
  ['what is 10/4', '10 ÷ 4', '2.5'],
  ['-2 * 3 and also 5', '2 × 3', '6'],
])('%s is %s = %s', (text, expression, value) => {
  expect(solveArithmetic(text)).toMatchObject({ expression, value })
})

test.each([
  'no numbers here',
  'the year 2024',
  '2024-01-02',
  'pages 10-20',
  'either 1/2 of it',
  '1 + ',
  '(1 + 2',
  '1 / 0',
  'version 1.2.3',
  '9 ^ 9 ^ 9 ^ 9',
  '('.repeat(4000),
])('%s holds no sum', (text) => {
  expect(solveArithmetic(text)).toBeNull()
})
