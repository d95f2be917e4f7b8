import { createI18n } from 'vue-i18n'
import type { LocaleName } from './locale-name.ts'
import type { Texts } from './locales/en.ts'

declare module 'vue-i18n' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- vue-i18n takes the keys' types by merging
  export interface DefineLocaleMessage extends Texts {}
}

export type I18n = ReturnType<typeof createTexts>

/** Texts are loaded language by language: see loadLocale. */
export function createTexts() {
  return createI18n<false, { messages: Record<string, Texts> }>({
    legacy: false,
    locale: 'en',
    fallbackLocale: 'en',
    messages: {},
    missingWarn: import.meta.env.DEV,
    fallbackWarn: false,
  })
}

const loaders: Record<LocaleName, () => Promise<Texts>> = {
  en: async () => (await import('./locales/en.ts')).texts,
  'zh-CN': async () => (await import('./locales/zh-CN.ts')).texts,
}

/** Shows the application in a language, once its texts are there. */
export async function loadLocale(composer: I18n['global'], locale: LocaleName): Promise<void> {
  if (!composer.availableLocales.includes(locale)) {
    composer.setLocaleMessage(locale, await loaders[locale]())
  }
  composer.locale.value = locale
  document.documentElement.lang = locale
}
