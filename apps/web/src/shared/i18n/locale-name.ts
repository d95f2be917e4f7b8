export const localeNames = ['en', 'zh-CN'] as const
export type LocaleName = (typeof localeNames)[number]

/** The first language of the browser that we speak, else English. */
export function detectLocale(languages: readonly string[]): LocaleName {
  for (const language of languages) {
    if (language.toLowerCase().startsWith('zh')) return 'zh-CN'
    if (language.toLowerCase().startsWith('en')) return 'en'
  }
  return 'en'
}

/** Each language in its own words. */
export const localeLabels: Record<LocaleName, string> = { en: 'English', 'zh-CN': '中文' }
