import { expect, test } from 'vitest'
import { findKeywords } from './find-keywords.ts'

test.each([
  ['en', 'Please explain how a parser handles nested brackets', ['parser', 'handles', 'nested', 'brackets']],
  ['en', 'What is it?', []],
  ['en', 'Tea, tea and TEA', ['tea']],
  ['zh', '为什么天空是蓝色的', ['天空', '蓝色']],
] as const)('keywords (%s) of %s', (language, text, keywords) => {
  expect(findKeywords(text, language)).toEqual(keywords)
})
