import type { BrowserContextOptions } from 'playwright-core'
import type { BenchBrowser } from './open-browser.ts'

export interface FirstLoad {
  /** Bytes of script over the wire before a message could be typed, and once all was quiet. */
  beforeUse: number
  all: number
}

interface Visit {
  url: string
  /** Who visits: cookies and what else is stored. */
  state: BrowserContextOptions['storageState']
}

/** What a browser that was never here fetches of script. */
export async function measureFirstLoad(browser: BenchBrowser, { url, state }: Visit): Promise<FirstLoad> {
  const context = await browser.openContext(state)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  const scripts = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  await page.goto(url, { waitUntil: 'commit' })
  await page.getByRole('textbox').first().waitFor()
  const beforeUse = bytes
  await page.waitForLoadState('networkidle')
  const all = bytes
  await context.close()
  return { beforeUse, all }
}
