import { createI18n } from 'vue-i18n'
import type { LocaleName } from './locale-name.ts'
import type { Texts } from './locales/en.ts'

declare module 'vue-i18n' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- vue-i18n takes the keys' types by merging
  export interface DefineLocaleMessage extends Texts {}
}

/** Texts are loaded language by language: see loadLocale. */
export function createTexts() {
  return createI18n({
    legacy: false,
    locale: 'en' as string,
    fallbackLocale: 'en',
    messages: {} as Record<string, Texts>,
    missingWarn: import.meta.env.DEV,
    fallbackWarn: false,
  })
}

const loaders: Record<LocaleName, () => Promise<Texts>> = {
  en: async () => (await import('./locales/en.ts')).texts,
  'zh-CN': async () => (await import('./locales/zh-CN.ts')).texts,
}

/** The part of vue-i18n's composer that changing the language needs. */
interface TextHolder {
  availableLocales: string[]
  locale: { value: string }
  setLocaleMessage(locale: string, texts: Texts): void
}

/** Shows the application in a language, once its texts are there. */
export async function loadLocale(holder: TextHolder, locale: LocaleName): Promise<void> {
  if (!holder.availableLocales.includes(locale)) {
    holder.setLocaleMessage(locale, await loaders[locale]())
  }
  holder.locale.value = locale
  document.documentElement.lang = locale
}
