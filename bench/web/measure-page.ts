import { setTimeout as delay } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import { percentile } from '../measure/median.ts'
import { findLastMark } from './markdown-script.ts'

/** What a page did in a time in which answers streamed into it. */
export interface PageFigures {
  /** The share of the time in which the main thread was busy. */
  busy: number
  /** The parts of that, as Chromium tells them. */
  script: number
  layout: number
  style: number
  framesPerSecond: number
  frameP95: number
  longTasks: number
  /** How late timers came, in milliseconds. */
  lagP99: number
}

interface Samples {
  frames: number[]
  lags: number[]
  longTasks: number
}

type Metrics = Record<string, number>

export async function measurePage(page: Page, seconds: number): Promise<PageFigures> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await page.evaluate('benchSampler.start()')
  const before = await readMetrics(session)
  await delay(seconds * 1000)
  const after = await readMetrics(session)
  const samples = await page.evaluate<Samples>('benchSampler.stop()')
  await session.detach()
  return toFigures([before, after], samples)
}

function toFigures([before, after]: [Metrics, Metrics], { frames, lags, longTasks }: Samples): PageFigures {
  const since = (name: string) => (after[name] ?? 0) - (before[name] ?? 0)
  const share = (name: string) => since(name) / since('Timestamp')
  return {
    busy: share('TaskDuration'),
    script: share('ScriptDuration'),
    layout: share('LayoutDuration'),
    style: share('RecalcStyleDuration'),
    framesPerSecond: frames.length / since('Timestamp'),
    frameP95: percentile(frames, 0.95),
    longTasks,
    lagP99: percentile(lags, 0.99),
  }
}

async function readMetrics(session: CDPSession): Promise<Metrics> {
  const { metrics } = await session.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}

/** What the script's heap holds, once what is not needed is gone. */
export async function measureHeapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await session.send('HeapProfiler.collectGarbage')
  const { JSHeapUsedSize = Number.NaN } = await readMetrics(session)
  await session.detach()
  return JSHeapUsedSize / 1e6
}

/** How many tokens each pane shows. */
export async function readShown(page: Page, selector: string): Promise<number[]> {
  const texts = await page.locator(selector).allTextContents()
  return texts.map((text) => findLastMark(text) + 1)
}
