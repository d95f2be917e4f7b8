import { toStreamText, toTurnText } from '../../load/order.ts'
import type { BenchBrowser } from '../open-browser.ts'
import type { BenchPage } from './bench-page.ts'

/** Another chat, set up by hand beforehand: signed in, with the bench's upstream as its models. */
export interface OtherPage {
  url: string
  /** Finds the elements that show an answer each. */
  selector: string
  /** How many of them it was set up to show. */
  panes: number
  /** The folder of the browser in which it was set up. */
  profile?: string
  /** Where the chat was told that the model is. */
  upstreamPort?: number
}

/** Asks by typing into the first box of the page. */
export async function openOther(browser: BenchBrowser, { url, selector }: OtherPage): Promise<BenchPage> {
  const context = await browser.openContext()
  return {
    name: new URL(url).host,
    selector,
    async open(_panes, order) {
      const page = await context.newPage()
      await page.goto(url)
      const box = page.locator('textarea:visible, [contenteditable="true"]:visible').first()
      await box.fill(`${toStreamText(0)} ${toTurnText(order)}`)
      await box.press('Enter')
      return page
    },
    close: () => context.close(),
  }
}
