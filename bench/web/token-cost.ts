import { setTimeout as delay } from 'node:timers/promises'
import { median } from '../measure/median.ts'
import type { Part } from '../parts/part.ts'
import { fixed } from '../report/fixed.ts'
import { measurePage, readShown } from './measure-page.ts'
import { openBrowser } from './open-browser.ts'
import { openChatMore } from './pages/chatmore-page.ts'
import { startMarkdownUpstream } from './start-markdown-upstream.ts'

const PANES = 4
const RATE = 300
/** Where the answers are measured, in tokens: at the beginning, and far on. */
const EARLY = 500
const LATE = 8000
const SECONDS = 4

/** Whether a token costs the browser the same in a long answer. */
export const measureWebTokenCost: Part = async ({ rounds, isQuick, print }) => {
  const upstream = await startMarkdownUpstream()
  const browser = await openBrowser()
  const chatmore = await openChatMore(browser, upstream.url)
  const late = isQuick ? LATE / 2 : LATE
  const figures: { early: number; late: number; shown: number }[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const page = await chatmore.open(PANES, { turn: round, tokens: 20_000, rate: RATE })
    const measureFrom = async (tokens: number) => {
      while (Math.min(...upstream.written(round), Infinity) < tokens) await delay(50)
      return (await measurePage(page, SECONDS)).busy
    }
    while (upstream.written(round).length < PANES) await delay(50)
    const figure = { early: await measureFrom(EARLY), late: await measureFrom(late), shown: 0 }
    figure.shown = Math.min(...(await readShown(page, chatmore.selector)))
    figures.push(figure)
    print(
      `  ${fixed(figure.early * 100, 0)}% busy at ${EARLY} tokens, ${fixed(figure.late * 100, 0)}% at ${late}`,
    )
    upstream.finishAll()
    await page.close()
  }
  await chatmore.close()
  await browser.close()
  await upstream.close()
  const ratio = median(figures.map((figure) => figure.late / figure.early))
  const toRow = (tokens: number, key: 'early' | 'late') => [
    String(tokens),
    `${fixed(median(figures.map((figure) => figure[key])) * 100, 0)}%`,
  ]
  return {
    title: 'The browser: a token of a long answer',
    method: `${PANES} windows at ${RATE} tokens a second, measured for ${SECONDS} s from two places of the same answers on.`,
    table: {
      columns: ['from token', 'main thread busy'],
      rows: [toRow(EARLY, 'early'), toRow(late, 'late')],
    },
    goals: [
      {
        text: `a token at ${late} costs at most 1.2 of one at ${EARLY}`,
        measured: fixed(ratio, 2),
        isReached: ratio <= 1.2,
      },
    ],
    figures,
  }
}
