import { describe, expect, it } from 'vitest'
import { attachmentIdsSchema } from './attachment-ids.ts'
import { fileNameSchema } from './file-name.ts'

describe('the name of a file', () => {
  it.each([
    ['stays as it is', 'notes.txt', 'notes.txt'],
    ['stays as it is in Chinese', '会议 记录.md', '会议 记录.md'],
    ['loses its path', '../../etc/passwd', 'passwd'],
    ['loses a path of Windows', 'C:\\Users\\Ada\\notes.txt', 'notes.txt'],
    ['loses control characters and breaks', 'a\u0000b\u001b[31m\r\nc.txt', 'ab[31m c.txt'],
    ['loses marks that turn it around', 'photo\u202Egpj.exe', 'photogpj.exe'],
    ['loses half of a character', 'a\uD800.txt', 'a\uFFFD.txt'],
  ])('%s', (_what, text, name) => {
    expect(fileNameSchema.parse(text)).toBe(name)
  })

  it.each([
    ['', 'is empty'],
    [' \u200B ', 'is empty'],
    ['/tmp/', 'is empty'],
    ['..', 'is empty'],
    ['x'.repeat(201), 'is longer than 200 characters'],
  ])('%j is refused', (text, rule) => {
    expect(fileNameSchema.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([rule])
  })
})

it.each([
  [
    'eleven files',
    Array.from({ length: 11 }, (_, index) => `01JD000000000000000000${index + 1000}`),
    'has more than 10 files',
  ],
  ['a file twice', ['01JD0000000000000000000000', '01JD0000000000000000000000'], 'names a file twice'],
])('%s are refused', (_what, ids, rule) => {
  expect(attachmentIdsSchema.safeParse(ids).error?.issues.map(({ message }) => message)).toEqual([rule])
})
