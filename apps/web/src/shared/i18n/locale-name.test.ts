import { expect, it } from 'vitest'
import { detectLocale } from './locale-name.ts'

it.each([
  [['zh-TW', 'en'], 'zh-CN'],
  [['de-DE', 'zh-Hans-CN'], 'zh-CN'],
  [['de', 'en-GB', 'zh'], 'en'],
  [['de'], 'en'],
  [[], 'en'],
])('of %j takes %s', (languages, locale) => {
  expect(detectLocale(languages)).toBe(locale)
})
