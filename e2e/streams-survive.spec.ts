import { controlled, type ScriptedUpstream } from '@chatmore/llm/testing'
import type { Locator, Page } from '@playwright/test'
import {
  callApi,
  expect,
  expectStored,
  globalBox,
  openSession,
  register,
  sendToAll,
  storedMessages,
  test,
  windowOf,
} from './support/test.ts'

const banner = (page: Page) => page.getByRole('status').filter({ hasText: /Connection lost|offline/ })
const logOf = (page: Page, name: string) => windowOf(page, name).getByRole('log')

/** A text of which every cut, loss and repeat is recognisable: `w0 w1 w2 ...`. */
const words = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `w${from + index} `).join('')

async function expectWords(log: Locator, count: number): Promise<void> {
  await expect
    .poll(async () => (await log.innerText()).match(/\bw\d+\b/g)?.join(' '), { timeout: 30_000 })
    .toBe(words(0, count).trim())
}

/** Somebody's session of one window, whose answers a test writes itself. Gives its id. */
async function openSolo(page: Page, upstream: ScriptedUpstream): Promise<string> {
  upstream.byDefault(controlled())
  await register(page)
  return openSession(page, upstream, ['Solo'])
}

/** What the browser itself says of a server that is away is no fault of the page. */
function forgetNetworkErrors(consoleErrors: string[]): void {
  const rest = consoleErrors.filter((text) => !/Failed to load resource|WebSocket connection|ERR_/.test(text))
  consoleErrors.splice(0, Infinity, ...rest)
}

test('three messages written offline, over a reload and a restart, go out once each and in order', async ({
  page,
  context,
  server,
  upstream,
  consoleErrors,
}) => {
  const sessionId = await openSolo(page, upstream)
  await server.kill()
  await context.setOffline(true)
  await expect(banner(page)).toContainText('You are offline.', { timeout: 30_000 })
  for (const text of ['First thought', 'Second thought', 'Third thought']) {
    await globalBox(page).fill(text)
    await globalBox(page).press('Enter')
  }
  await globalBox(page).fill('A draft that is not sent')
  const log = logOf(page, 'Solo')
  await expect(log.getByText('In line')).toHaveCount(2)
  await expect(log.getByText('Not sent yet')).toHaveCount(1, { timeout: 30_000 })

  // The tab is thrown away and opened again once the server is back.
  await server.start()
  await context.setOffline(false)
  await page.reload()
  for (const text of ['First thought', 'Second thought', 'Third thought']) {
    const stream = await upstream.nextStream({ model: 'Solo' })
    stream.text(`Answer to: ${text}`)
    stream.finish()
    await expect(log).toContainText(`Answer to: ${text}`)
  }
  await expect(globalBox(page)).toHaveValue('A draft that is not sent')
  const inputs = (await storedMessages(page, sessionId)).filter(({ role }) => role === 'user')
  expect(inputs.map(({ content }) => content)).toEqual(['First thought', 'Second thought', 'Third thought'])
  await expect(log.getByText(/In line|Not sent yet/)).toHaveCount(0)
  forgetNetworkErrors(consoleErrors)
})

test('a tab outlives a killed server: it says so, shows nothing as done, and goes on without a reload', async ({
  page,
  server,
  upstream,
  consoleErrors,
}) => {
  const sessionId = await openSolo(page, upstream)
  await page.evaluate('window.isTheSamePage = true')
  await sendToAll(page, 'Count for me.')
  const stream = await upstream.nextStream({ model: 'Solo' })
  stream.text(words(0, 400))
  const log = logOf(page, 'Solo')
  await expectWords(log, 400)
  await expectStored(page, sessionId, words(0, 400))

  await server.kill()
  await expect(banner(page)).toContainText('Connection lost.', { timeout: 30_000 })
  await expect(log).toHaveAttribute('aria-busy', 'true')
  await expect(log).not.toContainText('Interrupted')
  await sendToAll(page, 'And once more.')
  await expect(log.getByText(/In line|Not sent yet/)).toHaveCount(1)

  await server.start()
  await expect(banner(page)).toHaveCount(0, { timeout: 30_000 })
  await expect(log).toContainText('Interrupted', { timeout: 40_000 })
  const second = await upstream.nextStream({ model: 'Solo' })
  second.text('Here you are.')
  second.finish()
  await expect(log).toContainText('Here you are.')
  await expect(log).toHaveAttribute('aria-busy', 'false')
  expect((await log.innerText()).match(/And once more\./g)).toHaveLength(1)
  expect((await log.innerText()).match(/Here you are\./g)).toHaveLength(1)
  // What was shown is there once; nothing of it came back twice.
  await expectWords(log, 400)
  expect(await page.evaluate('window.isTheSamePage')).toBe(true)
  forgetNetworkErrors(consoleErrors)
})

test('twenty reloads in mid-stream lose no character, and two tabs show the same', async ({
  page,
  context,
  upstream,
}) => {
  await openSolo(page, upstream)
  const other = await context.newPage()
  await other.goto(page.url())
  await sendToAll(page, 'Count for me.')
  const stream = await upstream.nextStream({ model: 'Solo' })
  const log = logOf(page, 'Solo')
  for (let round = 0; round < 20; round++) {
    stream.text(words(round * 20, round * 20 + 10))
    await page.reload({ waitUntil: 'domcontentloaded' })
    stream.text(words(round * 20 + 10, round * 20 + 20))
    if (round % 5 === 4) await expectWords(log, round * 20 + 20)
  }
  stream.finish()
  await expectWords(log, 400)
  await expectWords(logOf(other, 'Solo'), 400)
  await expect(log).toHaveAttribute('aria-busy', 'false')
  await expect(logOf(other, 'Solo')).toHaveAttribute('aria-busy', 'false')
})

test('an old tab is told to reload after an update, and keeps what was typed', async ({ page, upstream }) => {
  await openSolo(page, upstream)
  await globalBox(page).fill('Half a thought')
  await page.route('/', async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replace(
      /(<script type="module"[^>]*src="[^"]*)(\.js")/,
      '$1-of-the-next-version$2',
    )
    await route.fulfill({ response, body })
  })
  await page.evaluate(`window.dispatchEvent(new Event('online'))`)
  await expect(page.getByText('ChatMore was updated.')).toBeVisible()
  await page.unroute('/')
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(page.getByText('ChatMore was updated.')).toHaveCount(0)
  await expect(globalBox(page)).toHaveValue('Half a thought')
})

test('what was typed is gone from the browser after signing out', async ({ page, upstream }) => {
  await openSolo(page, upstream)
  await globalBox(page).fill('A secret')
  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('secret')
})

test('no page logs an error or breaks the content security policy', async ({
  page,
  upstream,
  consoleErrors,
}) => {
  await register(page)
  const sessionId = await openSession(page, upstream, ['Solo'])
  await callApi(page, 'message.send', { sessionId, content: 'Hello', clientMessageId: 'policy-0001' })
  const paths = ['/', `/sessions/${sessionId}`, '/admin/models', '/account', '/nowhere', '/sessions/none']
  for (const path of paths) {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeVisible()
  }
  // A session that is not there is answered so, and the browser logs each such answer.
  const expected = /Failed to load resource: the server responded with a status of (400|404)/
  consoleErrors.splice(0, Infinity, ...consoleErrors.filter((text) => !expected.test(text)))
})
