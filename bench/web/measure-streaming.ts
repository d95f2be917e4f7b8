import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { ScriptName } from './markdown-script.ts'
import { measurePage, readShown, type PageFigures } from './measure-page.ts'
import type { BenchPage } from './pages/bench-page.ts'
import type { MarkdownUpstream } from './start-markdown-upstream.ts'

/** Until everything that is loaded late, such as a highlighter, has come. */
const SETTLE_MS = 3000
const PATIENCE_MS = 60_000

export interface StreamingCase {
  panes: number
  rate: number
  script: ScriptName
  /** How wide the page is, in CSS pixels; as wide as a common screen by default. */
  width?: number
}

export interface StreamingFigures extends PageFigures {
  /** How many answers the upstream was writing. */
  asked: number
  /** How many panes show what was written within the last second. */
  live: number
  /** How far behind the slowest pane is, in seconds. */
  behind: number
}

interface Options {
  upstream: MarkdownUpstream
  page: BenchPage
  seconds: number
}

let turn = 0

/** Has answers stream into a page and measures it in the midst of that. */
export async function measureStreaming(
  { upstream, page, seconds }: Options,
  { panes, rate, script, width }: StreamingCase,
): Promise<StreamingFigures> {
  turn += 1
  upstream.use(script)
  const opened = await page.open(panes, { turn, tokens: 20_000, rate })
  if (width !== undefined) await opened.setViewportSize({ width, height: 900 })
  await waitUntil('answers stream', async () =>
    (await readShown(opened, page.selector)).some((shown) => shown > 0),
  )
  await delay(SETTLE_MS)
  const figures = await measurePage(opened, seconds)
  const streaming = await compareShown({ upstream, page, rate }, opened)
  upstream.finishAll()
  await opened.close()
  return { ...figures, ...streaming }
}

/** A script's numbers come every few tokens: those that are to come are not missing. */
const TOKENS_BETWEEN_MARKS = 40

async function compareShown(
  { upstream, page, rate }: { upstream: MarkdownUpstream; page: BenchPage; rate: number },
  opened: Page,
) {
  const written = upstream.written(turn)
  const shown = await readShown(opened, page.selector)
  const expected = Math.min(...written) - TOKENS_BETWEEN_MARKS
  return {
    asked: written.length,
    live: shown.filter((count) => count >= expected - rate).length,
    behind: Math.max(0, (expected - Math.min(...shown)) / rate),
  }
}

async function waitUntil(what: string, check: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (!(await check())) {
    if (performance.now() > until) throw new Error(`It did not come about that ${what}.`)
    await delay(100)
  }
}
