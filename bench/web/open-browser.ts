import { fileURLToPath } from 'node:url'
import { chromium, type BrowserContext, type BrowserContextOptions } from 'playwright-core'
import { findChromium } from '../../e2e/support/find-chromium.ts'
import { closeOnce } from '../clean-up.ts'

const sampler = fileURLToPath(new URL('./page/sampler.js', import.meta.url))

export interface BenchBrowser {
  /** As another person's browser: nothing kept but what is given, such as who is signed in. */
  openContext(state?: BrowserContextOptions['storageState']): Promise<BrowserContext>
  close(): Promise<void>
}

/** A browser without a window. Where a profile is named, the browser of that folder, with what is kept in it. */
export async function openBrowser(profile?: string): Promise<BenchBrowser> {
  const view = { viewport: { width: 1600, height: 900 }, locale: 'en-US' }
  if (profile !== undefined) {
    const context = await chromium.launchPersistentContext(profile, { ...findChromium(), ...view })
    await context.addInitScript({ path: sampler })
    return { openContext: () => Promise.resolve(context), close: closeOnce(() => context.close()) }
  }
  const browser = await chromium.launch(findChromium())
  return {
    async openContext(state) {
      const context = await browser.newContext({ ...view, ...(state && { storageState: state }) })
      await context.addInitScript({ path: sampler })
      return context
    },
    close: closeOnce(() => browser.close()),
  }
}
