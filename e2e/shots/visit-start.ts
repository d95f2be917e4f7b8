import { raw } from '@chatmore/llm/testing'
import { expect, register } from '../support/test.ts'
import { modelNames } from './sessions.ts'
import type { Visit } from './visit.ts'

const listing = JSON.stringify({
  data: modelNames.map((id) => ({ id: id.toLowerCase().replaceAll(' ', '-') })),
})

/** From the first account to the first session. */
export async function visitStart({ page, upstream, show }: Visit): Promise<void> {
  await page.goto('/')
  await expect(page.getByLabel('Email')).toBeVisible()
  await show('sign-up')
  await register(page)
  await expect(page.getByRole('button', { name: 'Try the demo models' })).toBeVisible()
  await show('first-run')

  await page.getByRole('button', { name: 'Start a session' }).click()
  await expect(page.getByRole('dialog', { name: 'New session' }).getByRole('checkbox').first()).toBeVisible()
  await show('new-session-demo')
  await page.keyboard.press('Escape')

  upstream.on('', raw({ headers: { 'content-type': 'application/json' }, body: listing }))
  await page.getByRole('button', { name: 'Add a provider' }).click()
  await expect(page.getByLabel('API address')).toBeVisible()
  await show('provider')
  await page.getByLabel('API address').fill(upstream.url)
  await page.getByRole('button', { name: 'Connect and list models' }).click()
  await page.getByRole('checkbox').first().check()
  await show('provider-models')
}

/** Where nothing is, and how one comes back. */
export async function visitDoors({ page, show }: Visit): Promise<void> {
  await page.goto('/nowhere')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await show('not-found')
  await page.goto('/sessions/nothing-here-at-all')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await show('session-not-found')
  await page.goto('/')
  await page
    .getByRole('button', { name: /^Account menu/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  await show('sign-in')
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  await show('sign-in-refused')
}
