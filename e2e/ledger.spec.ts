import { answer, refuse } from '@chatmore/llm/testing'
import { expect, test, callApi, openWindows, register, sendToAll, windowOf } from './support/test.ts'

const price = { currency: 'USD', inputPerMillion: '2', outputPerMillion: '10' }
/** 1000 and 50 tokens at that price, worked out by hand. */
const COST = '0.0025'

test('what was asked is in the call log and the statistics, goes out as a file, and is asked again', async ({
  page,
  upstream,
}) => {
  const usage = { prompt_tokens: 1000, completion_tokens: 50 }
  upstream.on('ada', answer({ text: ['Forty-two.'], usage }))
  upstream.on('grace', refuse({ status: 400, body: { error: { message: 'No such thing' } } }))
  await register(page)
  const models: { id: string }[] = []
  for (const [name, model] of [
    ['Ada', 'ada'],
    ['Grace', 'grace'],
  ]) {
    const endpoint = { provider: 'openai', apiBase: upstream.url, apiKey: 'sk-test-key', price }
    models.push(await callApi(page, 'model.create', { ...endpoint, name, model }))
  }
  await openWindows(page, models)
  await sendToAll(page, 'What is six times seven?')
  await expect(windowOf(page, 'Ada').getByText('Forty-two.')).toBeVisible()
  await expect(windowOf(page, 'Grace').getByRole('button', { name: 'Retry' })).toBeVisible()
  const main = page.getByRole('main')

  await test.step('both calls are listed with what they took, and can be narrowed down', async () => {
    await page.getByRole('button', { name: /^Account menu/ }).click()
    await page.getByRole('menuitem', { name: 'Calls' }).click()
    await expect(page).toHaveURL(/\/admin\/calls$/)
    await expect(main.getByRole('row', { name: /Ada.*Answer.*Done.*1,000 \/ 50.*\$0\.0025/ })).toBeVisible()
    await expect(main.getByRole('row', { name: /Grace.*Failed.*–/ })).toBeVisible()
    await main.getByLabel('Status').selectOption('Done')
    await expect(main.getByRole('row', { name: /Grace/ })).toBeHidden()
    await expect(page).toHaveURL(/\?status=done$/)
  })

  await test.step('the file has the same call, for the same filters', async () => {
    const href = await main.getByRole('link', { name: 'CSV' }).getAttribute('href')
    const lines = (await (await page.request.get(href!)).text()).trimEnd().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain(`,1000,50,,,false,${COST},USD,`)
  })

  await test.step('its detail tells what was sent and answered, and replays it in two windows', async () => {
    await main.getByRole('row', { name: /Ada/ }).getByRole('link').click()
    const drawer = page.getByRole('dialog', { name: 'Call' })
    await expect(drawer.getByText('What is six times seven?')).toBeVisible()
    await expect(drawer.getByText('Forty-two.')).toBeVisible()
    await page.reload()
    await expect(drawer.getByText(`${COST} USD`)).toBeVisible()
    await drawer.getByRole('button', { name: 'Replay in windows' }).click()
    const dialog = page.getByRole('dialog', { name: 'Replay in windows' })
    await dialog.getByRole('button', { name: 'One more window on Ada' }).click()
    await dialog.getByRole('button', { name: 'Replay in 2 windows' }).click()
    await expect(page).toHaveURL(/\/sessions\//)
    for (const name of ['Ada', 'Ada 2']) {
      await expect(windowOf(page, name).getByText('Forty-two.')).toBeVisible()
    }
    await expect(page.getByRole('heading', { name: 'What is six times seven?' })).toBeVisible()
  })

  await test.step('the statistics are the sums of all four calls', async () => {
    await page.goto('/admin/statistics')
    const row = main.getByRole('row', { name: /^Ada / })
    await expect(row).toHaveText(/^Ada\s*3\s*0\s*3,000\s*150\s*\$0\.0075/)
    await expect(main.getByRole('row', { name: /^Grace / })).toHaveText(/^Grace\s*1\s*1\s*0\s*0\s*–/)
    await expect(main.getByRole('img', { name: 'Calls per day' }).locator('svg')).toBeVisible()
    await main.getByRole('navigation', { name: 'Whose' }).getByRole('link', { name: 'Yours' }).click()
    await expect(page.getByRole('heading', { name: 'Your statistics' })).toBeVisible()
    await expect(row).toHaveText(/^Ada\s*3\s*0/)
  })
})
