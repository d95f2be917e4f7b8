import { expect, type Page } from '@playwright/test'

export type Language = 'en' | 'zh-CN'

const KEY = 'chatmore.locale'

/** A page begins in English, whatever it is shown in: that is what the tour finds its buttons by. */
export async function beginInEnglish(page: Page): Promise<void> {
  await page.addInitScript(`localStorage.setItem('${KEY}', 'en')`)
}

/** Changes the language under an open page, as another tab would. */
export async function speak(page: Page, language: Language): Promise<void> {
  const key = JSON.stringify(KEY)
  const value = JSON.stringify(language)
  await page.evaluate(`{
    localStorage.setItem(${key}, ${value})
    const { origin } = location
    dispatchEvent(new StorageEvent('storage', { key: ${key}, newValue: ${value}, storageArea: localStorage, url: origin }))
  }`)
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}
