import { median } from '../measure/median.ts'
import type { Goal, Part, PartContext } from '../parts/part.ts'
import { fixed } from '../report/fixed.ts'
import { measureStreaming, type StreamingCase, type StreamingFigures } from './measure-streaming.ts'
import { openBrowser } from './open-browser.ts'
import type { BenchPage } from './pages/bench-page.ts'
import { openChatMore } from './pages/chatmore-page.ts'
import { openOther } from './pages/other-page.ts'
import { openVueblock } from './pages/vueblock-page.ts'
import { startMarkdownUpstream } from './start-markdown-upstream.ts'

const SECONDS = 8

/** Eight windows stand side by side in this, none narrower than they may get. */
const WIDE = 3300

const cases: StreamingCase[] = [
  ...[4, 8, 12, 16].map((panes) => ({ panes, rate: 100, script: 'mixed' as const })),
  { panes: 8, rate: 100, script: 'mixed', width: WIDE },
  { panes: 4, rate: 300, script: 'code' },
]

interface Measured {
  name: string
  one: StreamingCase
  figures: StreamingFigures[]
}

/** Answers that stream into windows side by side, in the real browser, beside the least that a page of Vue can do. */
export const measureWebStreaming: Part = async (context) => {
  const { otherPage } = context
  const upstream = await startMarkdownUpstream(otherPage?.upstreamPort)
  const browser = await openBrowser(otherPage?.profile)
  const pages: BenchPage[] = [
    await openVueblock(browser, upstream.url),
    otherPage ? await openOther(browser, otherPage) : await openChatMore(browser, upstream.url),
  ]
  const toMeasure: StreamingCase[] = otherPage
    ? [{ panes: otherPage.panes, rate: 100, script: 'mixed' }]
    : cases
  const measured: Measured[] = toMeasure.flatMap((one) =>
    pages.map(({ name }) => ({ name, one, figures: [] })),
  )
  for (let round = 1; round <= context.rounds; round += 1) {
    for (const { name, one, figures } of measured) {
      const page = pages.find((each) => each.name === name)
      if (!page) continue
      const seconds = context.isQuick ? SECONDS / 2 : SECONDS
      figures.push(await measureStreaming({ upstream, page, seconds }, one))
      context.print(`  ${describeCase(one)}, ${name}: ${describe(figures.at(-1))}`)
    }
  }
  for (const page of pages) await page.close()
  await browser.close()
  await upstream.close()
  return toResult(measured, context)
}

const describeCase = ({ panes, rate, script, width }: StreamingCase) =>
  `${panes} × ${rate}/s${script === 'code' ? ' of code' : ''}${width === undefined ? '' : ', all in view'}`

function describe(figures: StreamingFigures | undefined): string {
  if (!figures) return ''
  const { busy, framesPerSecond, live, asked } = figures
  return `${fixed(busy * 100, 0)}% busy, ${fixed(framesPerSecond, 0)} fps, ${live} of ${asked} live`
}

type Figure = keyof StreamingFigures

const medianOf = ({ figures }: Measured, figure: Figure) => median(figures.map((each) => each[figure]))

function toResult(measured: Measured[], { isQuick }: PartContext) {
  const findLimit = ({ one }: Measured) =>
    measured.find((each) => each.one === one && each.name === 'vueblock')
  const toLimit = (own: Measured) =>
    median(own.figures.map(({ busy }, round) => busy / (findLimit(own)?.figures[round]?.busy ?? Number.NaN)))
  return {
    title: 'The browser: answers that stream side by side',
    method:
      `Chromium without a window, 1600 × 900, all windows following their answers of Markdown with lists, code and tables; ${isQuick ? SECONDS / 2 : SECONDS} s in the midst of them. ` +
      '`vueblock` is a page of our own that does the least: Vue, block by block, one bare WebSocket, the same flush, no interface, no highlighting. ' +
      `A window of ChatMore is never narrower than can be read, so that three of them are in view at a time, and all eight in a page ${WIDE} wide; ` +
      'those out of view follow twice a second. The panes of vueblock get narrower and lower, and are all in view. ' +
      '"Live" are windows that show what was written within the last second.',
    table: {
      columns: [
        'windows',
        'page',
        'main thread busy',
        'to vueblock',
        'fps',
        'frame p95 ms',
        'long tasks',
        'lag p99 ms',
        'live',
        'behind s',
      ],
      rows: measured.map((own) => [
        describeCase(own.one),
        own.name,
        `${fixed(medianOf(own, 'busy') * 100, 0)}%`,
        own.name === 'vueblock' ? '' : fixed(toLimit(own), 2),
        fixed(medianOf(own, 'framesPerSecond'), 0),
        fixed(medianOf(own, 'frameP95'), 0),
        fixed(medianOf(own, 'longTasks'), 0),
        fixed(medianOf(own, 'lagP99'), 0),
        `${medianOf(own, 'live')} of ${medianOf(own, 'asked')}`,
        fixed(medianOf(own, 'behind'), 1),
      ]),
    },
    goals: toGoals(measured, toLimit),
    figures: measured,
  }
}

function toGoals(measured: Measured[], toLimit: (own: Measured) => number): Goal[] {
  const own = (panes: number, { rate = 100, width }: Partial<StreamingCase> = {}) =>
    measured.find(
      ({ name, one }) =>
        name !== 'vueblock' && one.panes === panes && one.rate === rate && one.width === width,
    )
  const [eight, twelve, sixteen, code] = [own(8), own(12), own(16), own(4, { rate: 300 })]
  const wide = own(8, { width: WIDE })
  if (!eight || !twelve || !sixteen || !code || !wide) return []
  const most = (text: string, value: number, [limit, unit]: [number, string]): Goal => ({
    text,
    measured: `${fixed(value, unit === '' ? 2 : 0)}${unit}`,
    isReached: value <= limit,
  })
  return [
    most('8 windows: main thread at most 35%', medianOf(eight, 'busy') * 100, [35, '%']),
    most('8 windows: at most 1.5 of vueblock', toLimit(eight), [1.5, '']),
    most('8 windows, all in view: at most 1.5 of vueblock', toLimit(wide), [1.5, '']),
    most('8 windows: frame p95 at most 17 ms', medianOf(eight, 'frameP95'), [17, ' ms']),
    most('8 windows: no long task', medianOf(eight, 'longTasks'), [0, ' tasks']),
    most('8 windows: lag p99 at most 20 ms', medianOf(eight, 'lagP99'), [20, ' ms']),
    most('12 windows: main thread at most 50%', medianOf(twelve, 'busy') * 100, [50, '%']),
    {
      text: '16 windows: all live',
      measured: `${medianOf(sixteen, 'live')} of 16`,
      isReached: medianOf(sixteen, 'live') === 16,
    },
    most(
      '4 windows of long code at 300 tokens a second: frame p95 at most 17 ms',
      medianOf(code, 'frameP95'),
      [17, ' ms'],
    ),
  ]
}
