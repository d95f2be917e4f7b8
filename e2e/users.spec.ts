import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, register, test } from './support/test.ts'

const PASSWORD = 'another horse battery'
const NEW_PASSWORD = 'a third horse battery'

test('someone is invited, suspended, restored and given a new password, and the audit log tells of all of it', async ({
  page,
  browser,
  baseURL,
}) => {
  await register(page)
  const context = await browser.newContext({ baseURL: baseURL! })
  const grace = await context.newPage()
  const main = page.getByRole('main')
  const act = async (item: string) => {
    await main.getByRole('button', { name: 'Actions for grace' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }

  await test.step('a link lets one person make an account', async () => {
    await page.goto('/admin/users')
    await main.getByRole('button', { name: 'Invite' }).click()
    await page.getByLabel('Whom is it for?').fill('Grace from the lab')
    await page.getByRole('button', { name: 'Make the link' }).click()
    const link = await takeLink(page)
    await page.keyboard.press('Escape')
    await grace.goto(link)
    await grace.getByLabel('Email').fill('grace@example.com')
    await grace.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await grace.getByRole('button', { name: 'Create account' }).click()
    await expect(grace.getByRole('button', { name: /^Account menu/ })).toBeVisible()
  })

  await test.step('a suspension ends what they have open, within seconds', async () => {
    await page.reload()
    await act('Suspend')
    await page
      .getByRole('dialog', { name: 'Suspend grace?' })
      .getByRole('button', { name: 'Suspend' })
      .click()
    await expect(main.getByText('Suspended')).toBeVisible()
    await expect(grace).toHaveURL(/\/sign-in/)
    await signIn(grace, PASSWORD)
    await expect(grace.getByText('This account is suspended.')).toBeVisible()
  })

  await test.step('once restored they sign in by a new password, which a link lets them set', async () => {
    await act('Restore')
    await act('Password link')
    await grace.goto(await takeLink(page))
    await grace.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
    await grace.getByRole('button', { name: 'Set password and sign in' }).click()
    await expect(grace.getByRole('button', { name: /^Account menu/ })).toBeVisible()
  })

  await test.step('the audit log has each step in words, and leads on to the other pages', async () => {
    await page.goto('/admin/users')
    await page
      .getByRole('navigation', { name: 'Administration' })
      .getByRole('link', { name: 'Audit log' })
      .click()
    for (const step of [
      /Invitation made.*ada@example\.com.*as user · works for 7 days/,
      /Account made.*grace@example\.com.*as user · by invitation/,
      /Suspended.*ada@example\.com.*grace@example\.com/,
      /Sign-in failed.*grace@example\.com.*the account is suspended/,
      /Restored.*ada@example\.com.*grace@example\.com/,
      /Password link made.*ada@example\.com.*grace@example\.com/,
      /Password link used.*grace@example\.com/,
    ]) {
      await expect(main.getByRole('row', { name: step }).first()).toBeVisible()
    }
    await main.getByLabel('What').selectOption('Sign-in failed')
    await expect(main.getByRole('row', { name: /Invitation made/ })).toBeHidden()
    await expect(main.getByRole('row', { name: /Sign-in failed/ })).toHaveCount(1)
  })
  await test.step('who deletes their account takes their data along, and is gone', async () => {
    await grace.goto('/account')
    const coming = grace.waitForEvent('download')
    await grace.getByRole('link', { name: 'Export all my data' }).click()
    expect(await readFile(await (await coming).path(), 'utf8')).toContain('"email":"grace@example.com"')
    await grace.getByRole('button', { name: 'Delete my account' }).click()
    await grace.getByLabel('Your password').fill(NEW_PASSWORD)
    await grace.getByRole('button', { name: 'Delete for good' }).click()
    await expect(grace).toHaveURL(/\/sign-in/)
    await signIn(grace, NEW_PASSWORD)
    await expect(grace.getByRole('alert')).toBeVisible()
    await page.goto('/admin/users')
    await expect(main.getByText('ada@example.com', { exact: true })).toBeVisible()
    await expect(main.getByText('grace@example.com')).toBeHidden()
  })
  await context.close()
})

async function takeLink(page: Page): Promise<string> {
  const field = page.getByRole('textbox', { name: 'The link' })
  await expect(field).not.toHaveValue('')
  return field.inputValue()
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Email').fill('grace@example.com')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Password', { exact: true }).press('Enter')
}
