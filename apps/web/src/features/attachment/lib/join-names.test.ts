import { expect, it } from 'vitest'
import { joinNames } from './join-names.ts'

it.each([
  ['en', ['Ada', 'Grace', 'Lin'], 'Ada, Grace, and Lin'],
  ['zh-CN', ['Claude Sonnet 4.5', 'DeepSeek-V3.2'], 'Claude Sonnet 4.5 和 DeepSeek-V3.2'],
  ['zh-CN', ['小明', 'Ada', '小红'], '小明、Ada 和小红'],
])('joins names as %s writes them', (locale, names, text) => {
  expect(joinNames(names, locale)).toBe(text)
})
