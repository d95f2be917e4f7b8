import { mkdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/test.ts'
import { beginInEnglish, speak, type Language } from './interface.ts'
import { shotsFolder, sizes, themes } from './looks.ts'
import { takeTour } from './tour.ts'
import type { Showing } from './visit.ts'
import { wordsOf } from './words.ts'

for (const language of ['en', 'zh-CN'] as const) {
  test(`pictures in ${language}`, async ({ page, upstream, consoleErrors }) => {
    mkdirSync(shotsFolder, { recursive: true })
    await beginInEnglish(page)
    await page.setViewportSize(sizes.wide)
    const show = (view: string, showing: Showing = {}) => takePictures(page, { view, language }, showing)
    const failures = await takeTour({ page, upstream, words: wordsOf[language], show }, [1, 2, 4, 8, 50])
    // What the browser says of a refused sign-in and a lost connection is no concern of pictures.
    consoleErrors.length = 0
    expect(failures).toEqual([])
  })
}

/** A view at every size and in both themes. */
async function takePictures(
  page: Page,
  { view, language }: { view: string; language: Language },
  { open, close, only }: Showing,
): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    if (only !== undefined && viewport.width <= 800 !== (only === 'narrow')) continue
    await page.setViewportSize(viewport)
    await open?.()
    await speak(page, language)
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme })
      // What is drawn late: fonts, code that gets its colours, a picture that fades in.
      await page.evaluate('document.fonts.ready')
      await page.waitForTimeout(250)
      const path = `${shotsFolder}/${view}--${language}-${colorScheme}-${size}.png`
      await page.screenshot({ path, animations: 'disabled' })
    }
    await speak(page, 'en')
    await close?.()
  }
  await page.setViewportSize(sizes.wide)
}
