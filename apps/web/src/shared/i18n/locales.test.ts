import { answerErrorCodes, appErrorCodes } from '@chatmore/api/contract'
import { createI18n } from 'vue-i18n'
import { describe, expect, it } from 'vitest'
import { texts as english } from './locales/en.ts'
import { texts as chinese } from './locales/zh-CN.ts'

type Tree = { [key: string]: string | Tree }

function flatten(tree: Tree, path: string[] = []): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[[...path, key].join('.'), value]] : flatten(value, [...path, key]),
  )
}

const languages = { en: flatten(english), 'zh-CN': flatten(chinese) }
const placeholders = (text: string) => [...new Set(text.match(/(?<=\{)\w+(?=\})/g) ?? [])].sort()

describe('the texts', () => {
  it('have the same keys in every language', () => {
    expect(languages['zh-CN'].map(([key]) => key).sort()).toEqual(languages.en.map(([key]) => key).sort())
  })

  it('have the same values to fill in', () => {
    const translated = new Map(languages['zh-CN'])
    for (const [key, text] of languages.en) {
      expect([key, placeholders(translated.get(key) ?? '')]).toEqual([key, placeholders(text)])
    }
  })

  it.each(Object.entries(languages))('can all be shown: %s', (locale, entries) => {
    const messages = { [locale]: locale === 'en' ? english : chinese }
    const options = { legacy: false, locale, messages }
    const { global } = createI18n(options as never) as { global: { t: unknown } }
    const t = global.t as (key: string, values: object, count: number) => string
    for (const [key, text] of entries) {
      const values = Object.fromEntries(placeholders(text).map((name) => [name, '7']))
      const shown = t(key, values, 2)
      expect(shown, key).not.toBe('')
      expect(shown, key).not.toMatch(/[{}|]/)
    }
  })

  it('use full-width punctuation in Chinese', () => {
    const wrong = languages['zh-CN'].filter(([, text]) =>
      /[\u4e00-\u9fff][,:;?!]|[,:;?!][\u4e00-\u9fff]/.test(text),
    )
    expect(wrong).toEqual([])
  })

  it.each(['en', 'zh-CN'] as const)('have one for every error code: %s', (locale) => {
    const keys = languages[locale].map(([key]) => key)
    const under = (path: string) =>
      keys.filter((key) => key.startsWith(path)).map((key) => key.slice(path.length))
    expect(under('errors.app.').sort()).toEqual([...appErrorCodes, 'OFFLINE'].sort())
    expect(under('errors.answer.').sort()).toEqual([...answerErrorCodes].sort())
  })
})
