import { answer, type ScriptedUpstream } from '@chatmore/llm/testing'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expect, openSession, register, sendToAll, test, windowOf } from './support/test.ts'
import { beginInEnglish, speak } from './shots/interface.ts'
import { sizes } from './shots/looks.ts'
import { prepareModels } from './shots/tour.ts'
import { visitAdministration, visitLinks } from './shots/visit-administration.ts'
import { visitBoards, visitStates } from './shots/visit-boards.ts'
import { visitCompare } from './shots/visit-compare.ts'
import { visitHistories } from './shots/visit-histories.ts'
import { visitLibrary, visitLineUps, visitStarts, visitTemplates } from './shots/visit-library.ts'
import { visitSettings } from './shots/visit-settings.ts'
import { visitDoors, visitStart } from './shots/visit-start.ts'
import { visitWindows } from './shots/visit-windows.ts'
import type { Showing, Visit } from './shots/visit.ts'
import { wordsOf } from './shots/words.ts'

/** What stands for its like: of two menus, or two steps of one dialog, one is enough. */
const picked = new Set([
  ...['sign-up', 'first-run', 'provider-models', 'home', 'new-session-open', 'palette-results', 'shortcuts'],
  ...['side-bar-search', 'menu-list', 'tags', 'line-up-edit', 'template-edit', 'template-fill'],
  ...['users', 'audit', 'calls', 'call', 'call-replay', 'statistics', 'register', 'reset-password'],
  ...[
    'models',
    'model-edit',
    'model-delete',
    'model-bulk',
    'relay-name',
    'account',
    'api-key-created',
    'session-not-found',
  ],
  ...['board-3', 'states-going', 'states-ended', 'states-failed', 'histories', 'input-editor'],
  ...['compare-diff', 'compare-vote', 'compare-merge', 'blind', 'standing'],
  ...['menu-session', 'window-settings', 'retry-with', 'quote', 'add-window', 'answer-details'],
])

// Each is a long way through the application.
test.describe.configure({ timeout: 600_000 })

test.describe('on a wide screen', () => {
  test.use({ viewport: sizes.wide })

  test('the pages and what opens from them are accessible in both themes', async ({
    page,
    upstream,
    consoleErrors,
  }) => {
    const visit = await prepareVisit(page, upstream)
    await visitStart(visit)
    const modelIds = await prepareModels(visit)
    const [board] = await visitBoards(visit, modelIds, [3])
    await visitLibrary(visit, board!, modelIds)
    await visitLineUps(visit, board!, modelIds)
    await visitStarts(visit)
    await visitTemplates(visit, board!)
    await visitSettings(visit)
    await visitAdministration(visit)
    await visitDoors(visit)
    await visitLinks(visit)
    // What the browser says of a session that is not there, and of a refused sign-in.
    const refusals = /Failed to load resource: the server responded with a status of 40/
    consoleErrors.splice(0, Infinity, ...consoleErrors.filter((text) => !refusals.test(text)))
  })

  test('windows and what opens from them are accessible in both themes', async ({ page, upstream }) => {
    const visit = await prepareVisit(page, upstream)
    await register(page)
    const modelIds = await prepareModels(visit)
    const [board] = await visitBoards({ ...visit, show: async () => undefined }, modelIds, [3])
    await visitCompare(visit, board!, modelIds)
    await visitWindows(visit, board!)
    await visitHistories(visit, modelIds)
    await visitStates(visit)
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: sizes.phone, hasTouch: true, isMobile: true })

  test('the pages are accessible in both themes, in Chinese', async ({ page, upstream }) => {
    const look = async (view: string) => {
      await speak(page, 'zh-CN')
      await checkBothThemes(page, view)
      await speak(page, 'en')
    }
    await beginInEnglish(page)
    await page.goto('/')
    await expect(page.getByLabel('Email')).toBeVisible()
    await look('sign-up')
    await register(page)
    await expect(page.getByRole('button', { name: 'Try the demo models' })).toBeVisible()
    await look('first-run')

    upstream.byDefault(answer({ reasoning: ['Hm.'], text: wordsOf['zh-CN'].answers.slice(0, 1) }))
    await openSession(page, upstream, ['Ada', 'Grace'])
    await sendToAll(page, wordsOf['zh-CN'].question)
    const log = windowOf(page, 'Ada').getByRole('log')
    await expect(log.getByRole('button', { name: 'Details of this answer' })).toBeVisible()
    await look('board')
    await page.getByRole('button', { name: 'Actions for Ada' }).click()
    await page.getByRole('menuitem', { name: 'Parameters and system message' }).click()
    await expect(page.getByRole('dialog', { name: 'Settings of Ada' })).toBeVisible()
    await look('window-settings')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Show side bar' }).click()
    await expect(page.getByRole('navigation', { name: 'Sessions' }).getByRole('link')).toBeVisible()
    await look('side-bar')
    for (const path of Object.keys(pages) as (keyof typeof pages)[]) {
      await openPage(page, path)
      await look(path)
    }
  })
})

/** With what is on each of them once it is there. */
const pages = {
  '/admin/models': (main: Locator) => main.getByText('Grace').first(),
  '/admin/users': (main: Locator) => main.getByText('ada@example.com').first(),
  '/admin/audit': (main: Locator) => main.getByRole('rowheader', { name: 'Model added' }).first(),
  '/admin/calls': (main: Locator) => main.getByRole('heading', { name: 'Grace' }).first(),
  '/admin/statistics': (main: Locator) => main.getByRole('img').first().locator('svg'),
  '/account': (main: Locator) => main.getByText('API keys').first(),
  '/standing': (main: Locator) => main.getByText('No votes yet'),
}

async function openPage(page: Page, path: keyof typeof pages): Promise<void> {
  await page.goto(path)
  await expect(pages[path](page.getByRole('main'))).toBeVisible()
}

async function prepareVisit(page: Page, upstream: ScriptedUpstream): Promise<Visit> {
  await beginInEnglish(page)
  const show = async (view: string, { open, close, only }: Showing = {}) => {
    if (!picked.has(view) || only === 'narrow') return
    await open?.()
    await checkBothThemes(page, view)
    await close?.()
  }
  return { page, upstream, words: wordsOf.en, show }
}

/** What is there is the same in both themes; only its colours are not. */
async function checkBothThemes(page: Page, view: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await test.step(`${view}, light`, () => expectAccessible(page))
  await page.emulateMedia({ colorScheme: 'dark' })
  const within = (await page.getByRole('dialog').count()) > 0 ? '[role=dialog]' : 'html'
  await test.step(`${view}, dark`, () => expectAccessible(page, { within, rules: ['color-contrast'] }))
}
