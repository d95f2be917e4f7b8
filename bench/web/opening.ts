import { fillMessages } from '@chatmore/db/testing'
import type { Page } from 'playwright-core'
import { median } from '../measure/median.ts'
import type { Part, PartResult } from '../parts/part.ts'
import { fixed } from '../report/fixed.ts'
import { measureFirstLoad, type FirstLoad } from './measure-first-load.ts'
import { measureHeapMb } from './measure-page.ts'
import { openBrowser } from './open-browser.ts'
import { openChatMore, type ChatMorePage } from './pages/chatmore-page.ts'

const LONG = { windows: 8, messages: 10_000 }
const MANY = { windows: 12, messages: 50 }

type SessionName = 'long' | 'many'

/** Times in milliseconds. */
interface Opening {
  /** From the click on the session to the painted messages of all its windows. */
  fromClick: number
  /** From the messages' arrival to the same. */
  fromData: number
  /** From the page's own beginning, when it is loaded anew. */
  fromLoad: number
  heapMb: number
}

/** How soon sessions can be read, and what of the application has to come for that. */
export const measureWebOpening: Part = async ({ rounds, print }) => {
  const browser = await openBrowser()
  const chatmore = await openChatMore(browser, 'http://127.0.0.1:9/v1')
  const sessions = { long: await fill(chatmore, LONG), many: await fill(chatmore, MANY) }
  const openings: Record<SessionName, Opening[]> = { long: [], many: [] }
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, { windows }] of [
      ['long', LONG],
      ['many', MANY],
    ] as const) {
      const opening = await openOnce(chatmore, { sessionId: sessions[name], windows })
      print(`  ${name}: ${fixed(opening.fromClick, 0)} ms from the click, ${fixed(opening.heapMb, 0)} MB`)
      // The first round warms up.
      if (round > 0) openings[name].push(opening)
    }
  }
  const firstLoad = await measureFirstLoad(browser, {
    url: `${chatmore.server.url}/sessions/${sessions.many}`,
    state: await chatmore.context.storageState(),
  })
  await chatmore.close()
  await browser.close()
  return toResult(openings, firstLoad)
}

function toResult(openings: Record<SessionName, Opening[]>, firstLoad: FirstLoad): PartResult {
  const of = (name: SessionName, key: keyof Opening) => median(openings[name].map((each) => each[key]))
  const toRow = (name: SessionName, { windows, messages }: typeof LONG) => [
    `${windows} windows of ${messages} messages`,
    ...(['fromClick', 'fromData', 'fromLoad', 'heapMb'] as const).map((key) => fixed(of(name, key), 0)),
  ]
  const loadedKb = firstLoad.beforeUse / 1000
  return {
    title: 'The browser: opening a session',
    method:
      'A session is opened by its link in the list, and by loading the page anew; it is readable once all its windows are painted with their newest messages. ' +
      `The page fetches ${fixed(loadedKb, 0)} KB of script, compressed as it comes over the wire, before a message can be typed, and ${fixed(firstLoad.all / 1000, 0)} KB in all.`,
    table: {
      columns: [
        'session',
        'click to readable ms',
        'data to readable ms',
        'page load to readable ms',
        'heap MB',
      ],
      rows: [toRow('long', LONG), toRow('many', MANY)],
    },
    goals: [
      {
        text: `${LONG.windows} windows of ${LONG.messages} messages are readable within 500 ms`,
        measured: `${fixed(of('long', 'fromClick'), 0)} ms`,
        isReached: of('long', 'fromClick') <= 500,
      },
      {
        text: 'and need at most 150 MB of heap',
        measured: `${fixed(of('long', 'heapMb'), 0)} MB`,
        isReached: of('long', 'heapMb') <= 150,
      },
      {
        text: `${MANY.windows} windows of ${MANY.messages} messages are painted at most 150 ms after their data`,
        measured: `${fixed(of('many', 'fromData'), 0)} ms`,
        isReached: of('many', 'fromData') <= 150,
      },
      {
        text: 'at most 250 KB of script before a message can be typed',
        measured: `${fixed(loadedKb, 0)} KB`,
        isReached: loadedKb <= 250,
      },
    ],
    figures: { openings, firstLoad },
  }
}

async function fill(chatmore: ChatMorePage, { windows, messages }: typeof LONG): Promise<string> {
  const { database, server, userId } = chatmore
  const [id = ''] = await fillMessages(database.db, {
    scope: { userId },
    modelId: server.modelId,
    sessions: 1,
    windowsPerSession: windows,
    turnsPerWindow: messages / 2,
    textLength: 400,
  })
  return id
}

interface ToOpen {
  sessionId: string
  windows: number
}

interface Times {
  clickedAt: number
  cameAt: number
  readableAt: number
}

async function openOnce({ context, server }: ChatMorePage, { sessionId, windows }: ToOpen): Promise<Opening> {
  const page = await context.newPage()
  await page.goto(server.url)
  const path = `/sessions/${sessionId}`
  await page.locator(`a[href="${path}"]`).first().waitFor()
  const { clickedAt, cameAt, readableAt } = await page.evaluate<Times>(`(async () => {
    const clickedAt = performance.now()
    document.querySelector('a[href="${path}"]').click()
    const readableAt = await benchSampler.whenReadable(${windows})
    return { clickedAt, readableAt, cameAt: benchSampler.whenMessagesCame() }
  })()`)
  const heapMb = await measureHeapMb(page)
  const fromLoad = await load(page, `${server.url}${path}`, windows)
  await page.close()
  return { fromClick: readableAt - clickedAt, fromData: readableAt - cameAt, fromLoad, heapMb }
}

async function load(page: Page, url: string, windows: number): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' })
  return page.evaluate<number>(`benchSampler.whenReadable(${windows})`)
}
