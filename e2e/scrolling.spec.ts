import { fillMessages, openRunningDatabase } from '@chatmore/db/testing'
import { answer, controlled } from '@chatmore/llm/testing'
import type { Locator, Page } from '@playwright/test'
import {
  callApi,
  createModels,
  expect,
  openSession,
  register,
  sendToAll,
  test,
  windowOf,
} from './support/test.ts'

test('of ten thousand messages the newest are there at once, and what one reads stays where it is', async ({
  page,
  upstream,
  server,
}) => {
  upstream.byDefault(controlled())
  await register(page)
  const [model] = await createModels(page, upstream, ['Solo'])
  const sessionId = await fillWindow(page, server.dataDir, model!.id)
  await page.goto(`/sessions/${sessionId}`)
  const pane = windowOf(page, 'Window 1')
  const log = pane.getByRole('log')
  const message = (seq: number) => log.getByText(new RegExp(`^w${seq} `))

  await test.step('the newest is in view', async () => {
    await expect(message(10_000)).toBeInViewport()
  })

  await test.step('a wheel moves the text by what it turned, while older ones come', async () => {
    await log.hover()
    for (let turned = 0; turned < 40; turned += 1) {
      const read = await findText(log)
      await page.mouse.wheel(0, -400)
      await expectPlace(log, read.key, read.top + 400)
    }
    await expect(message(10_000)).toHaveCount(0)
    expect(await log.getByRole('article').count()).toBeLessThan(24)
  })

  await test.step('neither what grows above moves it nor an answer at the end', async () => {
    const read = await findText(log)
    await log.evaluate((element) => {
      element.querySelector('[data-turn]:not([data-space])')!.setAttribute('style', 'padding-bottom: 700px')
    })
    await callApi(page, 'message.send', { sessionId, content: 'Go on.', clientMessageId: 'scrolling-1' })
    const stream = await upstream.nextStream({ model: 'Solo' })
    stream.text('A paragraph of an answer.\n\n'.repeat(40))
    stream.finish()
    await expect(log).toHaveAttribute('aria-busy', 'false')
    await expectPlace(log, read.key, read.top)
  })

  await test.step('one button leads back to the end, which is followed again', async () => {
    await pane.getByRole('button', { name: 'Latest' }).click()
    await expect(log.getByText('Go on.')).toBeAttached()
    await expect(log.getByText('A paragraph of an answer.').last()).toBeInViewport()
    await sendToAll(page, 'And now?')
    const stream = await upstream.nextStream({ model: 'Solo' })
    stream.text('Another paragraph.\n\n'.repeat(40))
    stream.text('The end.')
    await expect(log.getByText('The end.')).toBeInViewport()
    stream.finish()
  })
})

const turnsToSee = [
  ['Second?', 'up'],
  ['First?', 'up'],
  ['Third?', 'down'],
  ['Second?', 'up'],
] as const

test('windows scroll to the same turn together, as long as the switch is on', async ({ page, upstream }) => {
  const long = (word: string, lines: number) => answer([`${word} line.\n\n`.repeat(lines)])
  upstream.on('Ada', long('Short', 30))
  upstream.on('Grace', long('Long', 90))
  await register(page)
  await openSession(page, upstream, ['Ada', 'Grace'])
  const [ada, grace] = [windowOf(page, 'Ada').getByRole('log'), windowOf(page, 'Grace').getByRole('log')]
  for (const question of ['First?', 'Second?', 'Third?', 'Fourth?']) {
    await sendToAll(page, question)
    for (const log of [ada, grace]) {
      await expect(log.getByText(question)).toBeAttached()
      await expect(log).toHaveAttribute('aria-busy', 'false')
    }
  }
  const synced = page.getByRole('switch', { name: 'Scroll windows together' })
  await expect(synced).toHaveAttribute('aria-checked', 'false')
  await synced.click()
  for (const [question, way] of turnsToSee) {
    await wheelTo(ada, question, way)
    await expect.poll(async () => Math.abs(await belowTop(grace, question))).toBeLessThan(40)
  }
  await synced.click()
  await wheelTo(ada, 'First?', 'up')
  await expect(grace.getByText('Second?')).toBeInViewport()
})

/** A session of one window with a history of years. */
async function fillWindow(page: Page, dataDir: string, modelId: string): Promise<string> {
  const status = await page.request.get('/trpc/auth.status')
  const { result } = (await status.json()) as { result: { data: { user: { id: string } } } }
  const { db, close } = openRunningDatabase(dataDir)
  const [id] = await fillMessages(db, {
    scope: { userId: result.data.user.id },
    modelId,
    sessions: 1,
    windowsPerSession: 1,
    turnsPerWindow: 5000,
    textLength: 400,
  })
  await close()
  return id!
}

interface Read {
  key: string
  top: number
}

/** The turn in the middle of the view, and where it begins on the page: once it is so twice, since a change is held with its frame. */
async function findText(log: Locator): Promise<Read> {
  const find = () =>
    log.evaluate((element) => {
      const { top, height } = element.getBoundingClientRect()
      const turns = [...element.querySelectorAll('[data-turn]')]
      const turn = turns.find((each) => each.getBoundingClientRect().bottom > top + height / 2)!
      return { key: turn.getAttribute('data-turn')!, top: turn.getBoundingClientRect().top }
    })
  let read = await find()
  await expect
    .poll(async () => {
      const before = read
      read = await find()
      return before.key === read.key && Math.abs(before.top - read.top) < 1
    })
    .toBe(true)
  return read
}

/** Within a line: rows have fractional heights, and a scroll position is rounded at each correction. */
async function expectPlace(log: Locator, key: string, top: number): Promise<void> {
  const turn = log.locator(`[data-turn="${key}"]`)
  await expect.poll(async () => Math.abs((await turn.boundingBox())!.y - top)).toBeLessThan(12)
}

/** How far a text is below where the first line of a log is. */
async function belowTop(log: Locator, text: string): Promise<number> {
  const found = log.getByText(text)
  if ((await found.count()) === 0) return Infinity
  return (await found.boundingBox())!.y - (await log.boundingBox())!.y - 20
}

/** By the reader's own wheel, until a text of a log is at its top: this way while it is not rendered yet. */
async function wheelTo(log: Locator, text: string, way: 'up' | 'down'): Promise<void> {
  await log.hover()
  await expect(async () => {
    const found = log.getByText(text)
    const isRendered = (await found.count()) > 0
    const away = isRendered ? await belowTop(log, text) : way === 'up' ? -1000 : 1000
    if (Math.abs(away) > 15) {
      await log.page().mouse.wheel(0, away)
      throw new Error(`${text} is ${away} pixels away`)
    }
  }).toPass()
}
