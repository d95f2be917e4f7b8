import { expect } from '../support/test.ts'
import { modelNames, openBoard, type MadeSession } from './sessions.ts'
import type { Visit } from './visit.ts'

/** The models and the account, with their drawers and dialogs. */
export async function visitSettings({ page, show }: Visit): Promise<void> {
  await page.goto('/admin/models')
  await expect(page.getByText(modelNames[0]!).first()).toBeVisible()
  await show('models')
  await page.goto('/admin/models?add=1')
  await expect(page.getByRole('dialog')).toBeVisible()
  await show('model-add')
  await page.keyboard.press('Escape')
  const edit = () => page.getByRole('button', { name: `Edit ${modelNames[1]}` }).click()
  await edit()
  await expect(page.getByLabel('API address')).not.toHaveValue('')
  for (const name of ['Default parameters', 'Timeouts']) {
    await page.getByText(name, { exact: true }).click()
  }
  await show('model-edit')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: `More for ${modelNames[1]}` }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await show('model-delete')
  await page.keyboard.press('Escape')
  for (const name of modelNames.slice(0, 2)) await page.getByLabel(`Choose ${name}`, { exact: true }).check()
  await page.getByRole('button', { name: 'Change' }).click()
  for (const part of ['Group', 'Tags', 'Who may use them', 'Price']) {
    await page.getByRole('dialog').getByLabel(part, { exact: true }).first().check()
  }
  await page.getByRole('dialog').getByLabel('Chosen workspaces').check()
  await show('model-bulk')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add a name' }).click()
  for (const name of modelNames.slice(0, 2)) {
    await page.getByLabel('Add a model to it').selectOption(name)
  }
  await show('relay-name')
  await page.keyboard.press('Escape')

  await page.goto('/account')
  await expect(page.getByRole('heading').first()).toBeVisible()
  await show('account')
  await page.getByRole('button', { name: 'Create a key' }).click()
  await show('api-key')
  await page.getByLabel('What is it for?').fill('My laptop')
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name: 'Copy the key now' })).toBeVisible()
  await show('api-key-created')
  await page.getByRole('button', { name: 'I have copied it' }).click()
}

/** What a page says of a connection that is lost, of an update, and of what was undone. */
export async function visitTroubles({ page, words, show }: Visit, session: MadeSession): Promise<void> {
  await openBoard(page, session.id)
  await page.getByRole('button', { name: `Actions for ${session.windows[0]!.name}` }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).hover()
  await show('undo')
  await page.getByRole('button', { name: 'Undo' }).click()
  await openBoard(page, session.id)
  await page.context().setOffline(true)
  await page.evaluate(`window.dispatchEvent(new Event('offline'))`)
  await expect(page.getByText('You are offline.')).toBeVisible({ timeout: 30_000 })
  await page.locator('#global-input').fill(words.followUp)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Not sent yet/).first()).toBeVisible()
  await show('offline')
  await page.context().setOffline(false)

  // Never answered, while the pictures are made: what stands in the place of what comes.
  await page.route(/trpc\/[^?]*session\.get/, () => undefined)
  await page.goto(`/sessions/${session.id}`)
  await expect(page.locator('[aria-busy=true]').first()).toBeVisible()
  await show('loading')
  await page.unrouteAll()
}
