import { expect, test } from 'vitest'
import { writeCsvLine } from './write-csv.ts'

test.each([
  ['plain', 'plain'],
  ['', ''],
  [null, ''],
  [-5, '-5'],
  [true, 'true'],
  ['0.0012', '0.0012'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', `"'=1+1"`],
  ['+49', `"'+49"`],
  ['-2', `"'-2"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=cmd', `"'\t=cmd"`],
  [' \r\n=1', `"' \r\n=1"`],
  ['＝1', `"'＝1"`],
  ['|calc', `"'|calc"`],
  ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
  ['漢字', '漢字'],
])('%j is the cell %s', (value, cell) => {
  expect(writeCsvLine([value, 1])).toBe(`${cell},1\r\n`)
})
