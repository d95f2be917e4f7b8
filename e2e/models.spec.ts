import { answer, refuse } from '@chatmore/llm/testing'
import type { Page } from '@playwright/test'
import { callApi, expect, register, test } from './support/test.ts'

test('models are found at an endpoint, added, tried, put in order, copied, changed together and kept from others', async ({
  page,
  upstream,
  browser,
  baseURL,
}) => {
  upstream.byDefault(
    refuse({ status: 200, body: { data: [{ id: 'alpha' }, { id: 'beta' }, { id: 'gamma' }] } }),
  )
  for (const name of ['alpha', 'beta']) upstream.on(name, answer(['Hello']))
  await register(page)
  const main = page.getByRole('main')
  const row = (name: string) =>
    main.getByRole('row').filter({ has: page.getByRole('button', { name: `Edit ${name}`, exact: true }) })
  const names = () => main.getByRole('button', { name: /^Edit / })

  await test.step('the endpoint says which models it has, and two of them are added at once', async () => {
    await page.goto('/admin/models')
    await main.getByRole('button', { name: 'Add a provider' }).click()
    await main.getByLabel('Provider').selectOption('Other')
    await main.getByLabel('API address').fill(upstream.url)
    await main.getByLabel('API key').fill('sk-test-key')
    await main.getByRole('button', { name: 'Connect and list models' }).click()
    for (const name of ['alpha', 'beta']) await main.getByLabel(name, { exact: true }).check()
    await main.getByRole('button', { name: 'Test and add 2 models' }).click()
    await expect(page.getByText('2 models added.')).toBeVisible()
    await page.goto('/admin/models')
    await expect(names()).toHaveText(['', ''])
  })

  await test.step('one is tried, and its list knows how that went', async () => {
    await row('alpha').getByRole('button', { name: 'Test alpha' }).click()
    await expect(main.getByText('It answers')).toBeVisible()
    await page.reload()
    await expect(row('alpha').getByText(/Test passed/)).toBeVisible()
  })

  await test.step('one is dragged above the other, and stays there', async () => {
    const place = async (name: string) => (await row(name).boundingBox())!.y
    expect(await place('alpha')).toBeLessThan(await place('beta'))
    await main.getByRole('button', { name: 'Move beta' }).hover()
    await page.mouse.down()
    const target = (await row('alpha').boundingBox())!
    await page.mouse.move(target.x + 100, target.y + 4, { steps: 4 })
    await page.mouse.up()
    await expect.poll(async () => (await place('beta')) < (await place('alpha'))).toBe(true)
    await page.reload()
    await expect.poll(async () => (await place('beta')) < (await place('alpha'))).toBe(true)
  })

  await test.step('one is copied with its key, and two are switched off together', async () => {
    await row('alpha').getByRole('button', { name: 'More for alpha' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await expect(row('alpha 2').getByText('Key is set')).toBeVisible()
    for (const name of ['beta', 'alpha 2']) await main.getByLabel(`Choose ${name}`, { exact: true }).check()
    await main.getByRole('button', { name: 'Switch off' }).click()
    for (const name of ['beta', 'alpha 2']) await expect(row(name).getByRole('switch')).not.toBeChecked()
    await expect(row('alpha').getByRole('switch')).toBeChecked()
  })

  await test.step('the last one is there for someone else until it is for administrators alone', async () => {
    const { token } = await callApi<{ token: string }>(page, 'invite.create', {})
    const context = await browser.newContext({ baseURL: baseURL! })
    const grace = await context.newPage()
    await grace.goto(`/register?invite=${token}`)
    await grace.getByLabel('Email').fill('grace@example.com')
    await grace.getByLabel('Password', { exact: true }).fill('another horse battery')
    await grace.getByRole('button', { name: 'Create account' }).click()
    await expectOffered(grace, true)
    await row('alpha').getByRole('button', { name: 'Edit alpha' }).click()
    const drawer = page.getByRole('dialog', { name: 'Edit alpha' })
    await drawer.getByLabel('Chosen roles').check()
    await drawer.getByRole('button', { name: 'Save' }).click()
    await expect(row('alpha').getByText('Administrators only')).toBeVisible()
    await grace.reload()
    await expectOffered(grace, false)
    await context.close()
  })

  await test.step('programs are given one name for two of them, in an order of its own', async () => {
    await main.getByRole('button', { name: 'Add a name' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a name for programs' })
    await dialog.getByLabel('Name', { exact: true }).fill('smart')
    for (const name of ['beta', 'alpha']) await dialog.getByLabel('Add a model to it').selectOption(name)
    await dialog.getByRole('button', { name: 'Move alpha' }).press('ArrowUp')
    await dialog.getByRole('button', { name: 'Save' }).click()
    const smart = main.getByRole('listitem').filter({ hasText: 'smart' })
    await expect(smart.getByRole('listitem')).toHaveText([/alpha/, /beta/])
  })
})

/** Whether a new session could have the model called alpha; where it could not, there is none at all. */
async function expectOffered(page: Page, isOffered: boolean): Promise<void> {
  await expect(page.getByRole('button', { name: /^Account menu/ })).toBeVisible()
  const models = await page.request.get('/trpc/model.list').then((response) => response.text())
  expect(models.includes('alpha')).toBe(isOffered)
  await expect(page.getByText('No model yet')).toBeVisible({ visible: !isOffered })
}
