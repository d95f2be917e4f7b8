import { controlled } from '@chatmore/llm/testing'
import type { Locator, Page } from '@playwright/test'
import { createModels, expect, globalBox, register, sendToAll, test, windowOf } from './support/test.ts'

const names = ['Ada', 'Grace', 'Hedy']
const devices = [
  { viewport: { width: 1440, height: 900 }, isMobile: false, hasTouch: false },
  { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
]

for (const device of devices) {
  test.describe(`at ${device.viewport.width} pixels`, () => {
    test.use(device)

    test('one input reaches three models, the talk goes on with all or with one, and all of it survives a restart', async ({
      page,
      upstream,
      server,
      consoleErrors,
    }) => {
      upstream.byDefault(controlled())
      await register(page)
      await createModels(page, upstream, names)
      await page.reload()
      await startSession(page)

      await test.step('three answers stream side by side', async () => {
        await sendToAll(page, 'Why is the sky blue?')
        const streams = await Promise.all(names.map((model) => upstream.nextStream({ model })))
        for (const [index, stream] of streams.entries()) stream.text(`${names[index]} begins`)
        for (const name of names) await expectStreaming(page, name, `${name} begins`)
        for (const [index, stream] of streams.entries()) {
          stream.text(` and ends.`)
          stream.finish()
          await expectEnded(page, names[index]!, `${names[index]} begins and ends.`)
        }
      })

      await test.step('a reload in the middle of a stream loses no character', async () => {
        await sendToAll(page, 'Count for me.')
        const streams = await Promise.all(names.map((model) => upstream.nextStream({ model })))
        for (const stream of streams) stream.text('one, two, ')
        for (const name of names) await expectStreaming(page, name, 'one, two,')
        await page.reload()
        for (const stream of streams) stream.text('three, four, ')
        for (const name of names) await expectStreaming(page, name, 'one, two, three, four,')
        for (const stream of streams) {
          stream.text('five')
          stream.finish()
        }
        for (const name of names) await expectEnded(page, name, 'one, two, three, four, five')
      })

      await test.step('one window goes on alone', async () => {
        await show(page, 'Grace')
        const grace = windowOf(page, 'Grace')
        await grace.getByRole('textbox', { name: 'Message this window' }).fill('Only you: go on.')
        await grace.getByRole('button', { name: 'Send', exact: true }).click()
        const stream = await upstream.nextStream({ model: 'Grace' })
        stream.text('Grace alone.')
        if (device.isMobile) await lookElsewhereUntil(page, () => stream.finish())
        else stream.finish()
        await expectEnded(page, 'Grace', 'Grace alone.')
      })

      await test.step('each request held its own window’s history alone', () => {
        const last = upstream.requests.at(-1)!
        expect(last.body.messages).toEqual([
          { role: 'user', content: 'Why is the sky blue?' },
          { role: 'assistant', content: 'Grace begins and ends.' },
          { role: 'user', content: 'Count for me.' },
          { role: 'assistant', content: 'one, two, three, four, five' },
          { role: 'user', content: 'Only you: go on.' },
        ])
        expect(upstream.requests).toHaveLength(7)
      })

      await test.step('everything is still there after a restart', async () => {
        await server.stop()
        await server.start()
        await page.reload()
        // The browser itself reports each attempt to reach the server while it is down.
        consoleErrors.splice(0)
        await expectEnded(page, 'Grace', 'Grace alone.')
        await expectEnded(page, 'Ada', 'one, two, three, four, five')
        await expect(windowOf(page, 'Ada')).not.toContainText('Grace alone.')
      })
    })
  })
}

/** Creates a session of all the models through the page. */
async function startSession(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /New session|Start a session/ })
    .filter({ visible: true })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  for (const name of names) await expect(dialog.getByText(name, { exact: true }).first()).toBeVisible()
  await dialog.getByRole('button', { name: /^(Start|Create)/ }).click()
  await expect(page).toHaveURL(/\/sessions\/[0-9A-Z]{26}$/)
  await expect(globalBox(page)).toBeVisible()
}

/** On a phone a window is behind its tab. */
async function show(page: Page, name: string): Promise<void> {
  await expect(globalBox(page)).toBeVisible()
  const tab = page.getByRole('tab', { name: new RegExp(`^${name}`) })
  if (await tab.isVisible()) await tab.click()
  await expect(windowOf(page, name)).toBeVisible()
}

/** By a swipe to the next window and back: the tab of the one that is left tells what it does meanwhile. */
async function lookElsewhereUntil(page: Page, finish: () => void): Promise<void> {
  const tab = (name: string) => page.getByRole('tab', { name })
  await swipeTo(page, 'left', 'Hedy')
  await expect(tab('Grace').getByTitle('answering')).toBeVisible()
  finish()
  await expect(tab('Grace')).toHaveAccessibleName(/new answer/)
  await swipeTo(page, 'right', 'Grace')
  await expect(tab('Grace')).not.toHaveAccessibleName(/new answer/)
}

/** A finger that a busy machine makes too slow for a swipe goes once more. */
async function swipeTo(page: Page, to: 'left' | 'right', name: string): Promise<void> {
  const tab = page.getByRole('tab', { name })
  await expect(async () => {
    await swipe(page, to)
    await expect(tab).toHaveAttribute('aria-selected', 'true', { timeout: 5000 })
  }).toPass({ timeout: 30_000 })
}

/** A finger that goes across the window. */
async function swipe(page: Page, to: 'left' | 'right'): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const [from, end] = to === 'left' ? [320, 70] : [70, 320]
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y: 400 }],
    })
  await touch('touchStart', from)
  for (const share of [0.3, 0.6, 1]) await touch('touchMove', from + (end - from) * share)
  await touch('touchEnd', end)
  await session.detach()
}

async function expectStreaming(page: Page, name: string, text: string): Promise<void> {
  const log = await expectText(page, name, text)
  await expect(log).toHaveAttribute('aria-busy', 'true')
}

async function expectEnded(page: Page, name: string, text: string): Promise<void> {
  const log = await expectText(page, name, text)
  await expect(log).not.toHaveAttribute('aria-busy', 'true')
}

async function expectText(page: Page, name: string, text: string): Promise<Locator> {
  await show(page, name)
  const log = windowOf(page, name).getByRole('log')
  await expect(log).toContainText(text)
  return log
}
