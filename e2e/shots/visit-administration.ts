import { callApi, expect } from '../support/test.ts'
import type { Visit } from './visit.ts'

const account = { email: 'ada@example.com', password: 'correct horse battery' }

/** What administrators look after beside the models, with something of everything in it by then. */
export async function visitAdministration({ page, show }: Visit): Promise<void> {
  const main = page.getByRole('main')
  await page.goto('/admin/users')
  await expect(main.getByText(account.email).first()).toBeVisible()
  await main.getByRole('button', { name: 'Invite' }).click()
  await page.getByLabel('Whom is it for?').fill('Grace')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await expect(page.getByRole('textbox', { name: 'The link' })).toBeVisible()
  await show('invite-link')
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(main.getByText('Grace').first()).toBeVisible()
  await show('users')

  await page.goto('/admin/audit')
  await expect(main.getByRole('rowheader', { name: 'Invitation made' }).first()).toBeVisible()
  await show('audit')

  await page.goto('/admin/calls?source=window&status=done')
  await expect(main.locator('time').first()).toBeVisible()
  await show('calls')
  await main.locator('time').first().click()
  const drawer = page.getByRole('dialog', { name: 'Call' })
  await expect(drawer.getByText('What came back')).toBeVisible()
  await show('call')
  await drawer.getByRole('button', { name: 'Replay in windows' }).click()
  await expect(
    page.getByRole('dialog', { name: 'Replay in windows' }).getByRole('checkbox').first(),
  ).toBeVisible()
  await show('call-replay')
  await page.keyboard.press('Escape')
  await page.goto('/calls?source=title')
  await expect(main.getByText('No call like this')).toBeVisible()
  await show('calls-none')

  await page.goto('/admin/statistics?days=7')
  await expect(main.getByRole('img').first().locator('svg')).toBeVisible()
  await show('statistics')
}

/** Where links lead that let someone in. Leaves nobody signed in, as it begins. */
export async function visitLinks({ page, show }: Visit): Promise<void> {
  const { user } = await callApi<{ user: { id: string } }>(page, 'auth.login', account)
  const invited = await callApi<{ token: string }>(page, 'invite.create', { role: 'user', expiresInDays: 7 })
  const reset = await callApi<{ token: string }>(page, 'user.resetPassword', { id: user.id })
  await page.context().clearCookies()
  await page.goto(`/register?invite=${invited.token}`)
  await expect(page.getByLabel('Email')).toBeVisible()
  await show('register')
  await page.goto(`/reset-password#${reset.token}`)
  await expect(page.getByText(account.email)).toBeVisible()
  await show('reset-password')
  await page.goto('/register?invite=used-up')
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
  await show('link-refused')
}
