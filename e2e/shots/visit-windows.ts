import type { Page } from '@playwright/test'
import { expect } from '../support/test.ts'
import { openBoard, openMenuOf, type MadeSession } from './sessions.ts'
import type { Visit } from './visit.ts'

const escape = (page: Page) => () => page.keyboard.press('Escape')

/** What opens from a session's bar and its windows. */
export async function visitWindows({ page, show }: Visit, session: MadeSession): Promise<void> {
  await openBoard(page, session.id)
  const close = escape(page)
  const opened = (name: RegExp | string) => () => page.getByRole('button', { name }).first().click()

  await show('menu-session', { open: opened('Actions for this session'), close })
  const first = session.windows[0]!.name
  await show('menu-window', { open: opened(`Actions for ${first}`), close })
  await show('menu-answer', { open: opened('More for this answer'), close })
  await show('menu-columns', { open: opened('Columns'), close, only: 'broad' })
  await show('menu-account', { open: opened(/^Account menu/), close, only: 'broad' })

  const dialogs: Record<string, { menu: string; item: string }> = {
    'edit-session': { menu: 'Actions for this session', item: 'Edit session' },
    'window-settings': { menu: `Actions for ${first}`, item: 'Parameters and system message' },
    'retry-with': { menu: 'More for this answer', item: 'Retry with another model' },
    quote: { menu: 'More for this answer', item: 'Use in another window’s input' },
  }
  for (const [view, { menu, item }] of Object.entries(dialogs)) {
    // A window is built anew where the page gets narrow, and its dialogs with it.
    const open = async () => {
      await openMenuOf(page, page.getByRole('button', { name: menu }).first())
      await page.getByRole('menuitem', { name: item }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
    }
    const leave = async () => {
      await close()
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
    await show(view, { open, close: leave })
  }
  await opened('Add a window')()
  await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible()
  await show('add-window')
  await close()
  await opened('Details of this answer')()
  await expect(page.getByRole('dialog').getByRole('list').first()).toBeVisible()
  await show('answer-details')
  await close()
}

/** How a board is laid out by hand. */
export async function visitLayouts({ page, show }: Visit, session: MadeSession): Promise<void> {
  await openBoard(page, session.id)
  await page.getByRole('button', { name: `Actions for ${session.windows[0]!.name}` }).click()
  await page.getByRole('menuitem', { name: 'Fold to a bar' }).click()
  await expect(page.getByRole('button', { name: /^Unfold/ })).toBeVisible()
  await show('window-folded', { only: 'broad' })
  await page.getByRole('button', { name: /^Unfold/ }).click()
  await page.getByRole('button', { name: `Actions for ${session.windows[1]!.name}` }).click()
  await page.getByRole('menuitem', { name: 'Maximise' }).click()
  await show('window-maximised', { only: 'broad' })
  await page.keyboard.press('Escape')
}
