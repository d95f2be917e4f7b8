import { callApi, expect } from '../support/test.ts'
import { openBoard, openMenuOf, type MadeSession } from './sessions.ts'
import type { Visit } from './visit.ts'

/** Sessions in the list, pinned, tagged, archived and found; tags, line-ups and templates. */
export async function visitLibrary(
  { page, words, show }: Visit,
  session: MadeSession,
  modelIds: readonly string[],
) {
  for (const [at, title] of words.titles.entries()) {
    const made = await callApi<MadeSession>(page, 'session.create', {
      title,
      windows: modelIds.slice(0, (at % 4) + 1).map((modelId) => ({ modelId })),
    })
    const tags = words.tags.filter((_, place) => (at + place) % 3 === 0)
    await callApi(page, 'session.update', { id: made.id, tags, pinned: at === 0, archived: at === 5 })
  }
  await openBoard(page, session.id)
  const list = page.getByRole('navigation', { name: 'Sessions' })
  const openList = async () => {
    const button = page.getByRole('button', { name: 'Show side bar' })
    if (await button.isVisible()) await button.click()
    await expect(list.getByRole('link').first()).toBeVisible()
  }
  const closeList = () => page.keyboard.press('Escape')
  await show('side-bar', { open: openList, close: closeList, only: 'narrow' })
  const search = page.getByRole('searchbox', { name: 'Search sessions' })
  const openSearch = async () => {
    await openList()
    await search.fill('isPrime')
    await expect(list.locator('.match').first()).toBeVisible()
  }
  const clear = async () => {
    await search.fill('')
    await page.keyboard.press('Escape')
  }
  await show('side-bar-search', { open: openSearch, close: clear })
  const openMenu = async () => {
    await openList()
    const button = list.getByRole('button', { name: /^Actions for/ }).first()
    await list.getByRole('link').first().hover()
    await openMenuOf(page, button)
  }
  const closeMenu = async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  }
  await show('menu-list', { open: openMenu, close: closeMenu })

  const menuItem = async (item: string) => {
    await openMenu()
    await page.getByRole('menuitem', { name: item, exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  }
  await menuItem('Tags…')
  await show('tags')
  await page.keyboard.press('Escape')
  await menuItem('Save as line-up…')
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill(words.lineUp)
  await show('line-up-save')
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Save as line-up' })).toHaveCount(0)
}

/** Line-ups to start from, and one of them changed. */
export async function visitLineUps(
  { page, words, show }: Visit,
  session: MadeSession,
  modelIds: readonly string[],
) {
  const windows = modelIds.slice(0, 3).map((modelId) => ({ modelId }))
  await callApi(page, 'lineUp.create', { name: words.titles[1], windows, isDefault: true })
  await page.goto('/')
  const menu = page.getByRole('button', { name: `Actions for the line-up ${words.titles[1]!}` })
  const openMenu = () => openMenuOf(page, menu)
  await show('menu-line-up', { open: openMenu, close: () => page.keyboard.press('Escape') })
  await openMenu()
  await page.getByRole('menuitem', { name: 'Edit…' }).click()
  await expect(page.getByRole('dialog', { name: 'Edit line-up' })).toBeVisible()
  await show('line-up-edit')
  await openBoard(page, session.id)
}

/** What one starts with once there are line-ups, and the prompts that one keeps. */
export async function visitStarts({ page, words, show }: Visit): Promise<void> {
  await callApi(page, 'template.create', words.template)
  await callApi(page, 'template.create', { name: words.lineUp, content: words.systemMessage })
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'New session' }).last()).toBeVisible()
  await show('home')
  await page.getByRole('main').getByRole('button', { name: 'New session' }).click()
  const dialog = page.getByRole('dialog', { name: 'New session' })
  await expect(dialog.getByRole('checkbox').first()).toBeVisible()
  await show('new-session')
  await dialog.getByText('Title and system message').click()
  await dialog
    .getByRole('button', { name: /^Settings of/ })
    .first()
    .click()
  const toEnd = () => dialog.getByLabel('System message for all windows').scrollIntoViewIfNeeded()
  await show('new-session-open', { open: toEnd })
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  const palette = page.getByRole('combobox', { name: 'Search sessions, windows and commands' })
  await expect(palette).toBeVisible()
  await show('palette')
  await palette.fill('the')
  await show('palette-results')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await show('shortcuts')
  await page.keyboard.press('Escape')
}

export async function visitTemplates({ page, words, show }: Visit, session: MadeSession): Promise<void> {
  await openBoard(page, session.id)
  await page.getByRole('button', { name: 'Insert a template' }).first().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: new RegExp(`^${words.template.name}`) })).toBeVisible()
  await show('templates')
  await dialog.getByRole('button', { name: `Edit ${words.template.name}` }).click()
  await show('template-edit')
  await dialog.getByRole('button', { name: 'Back' }).click()
  await dialog
    .getByRole('button', { name: new RegExp(`^${words.template.name}`) })
    .first()
    .click()
  await show('template-fill')
  await page.keyboard.press('Escape')
}
