import { answer } from '@chatmore/llm/testing'
import { expectAccessible } from './support/axe.ts'
import {
  callApi,
  createModels,
  expect,
  globalBox,
  register,
  sendToAll,
  test,
  windowOf,
} from './support/test.ts'

test('a blind session is asked, compared, judged, revealed and merged, and the vote stands', async ({
  page,
  upstream,
}) => {
  upstream.on('Chestnut', answer(['The sky is **blue**, for air scatters blue light most.']))
  upstream.on('Hazelnut', answer(['The sky is black at night, for there is no light.']))
  await register(page)
  await createModels(page, upstream, ['Chestnut', 'Hazelnut'])
  await page.goto('/')
  await page.getByRole('main').getByRole('button').last().click()
  const setUp = page.getByRole('dialog', { name: 'New session' })
  const blind = setUp.getByRole('switch', { name: 'Blind: hide which window has which model' })
  await expect(blind).toBeVisible()
  await blind.click()
  await setUp.getByRole('button', { name: 'Start with 2 windows' }).click()

  await expect(globalBox(page)).toBeVisible()
  const id = new URL(page.url()).pathname.split('/').at(-1)!
  await sendToAll(page, 'What colour is the sky?')
  for (const name of ['A', 'B']) {
    await expect(windowOf(page, name).getByRole('log')).toContainText('The sky is')
    await expect(windowOf(page, name).getByRole('log')).toHaveAttribute('aria-busy', 'false')
  }
  await expect(page.getByText('Chestnut')).toHaveCount(0)

  await windowOf(page, 'A').getByRole('button', { name: 'Compare answers' }).focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Compare answers' })
  await expect(sheet.getByRole('article', { name: 'A', exact: true })).toContainText('The sky is')
  await expect(sheet.getByRole('table', { name: 'What they took' })).not.toContainText('Cost')
  await expectAccessible(page, { within: '[role=dialog]' })

  await sheet.getByLabel('Show the answers').selectOption({ label: 'What differs from A' })
  await expect(sheet.getByRole('article', { name: 'B', exact: true }).locator('ins').first()).toBeVisible()

  await sheet.getByLabel('None is good').check()
  await sheet.getByRole('button', { name: 'Vote' }).click()
  await expect(sheet.getByText('Chestnut').first()).toBeVisible()
  await sheet.getByLabel('A is best').check()
  await sheet.getByLabel('Note').fill('Says why.')
  await sheet.getByRole('button', { name: 'Change the vote' }).click()

  await sheet.getByText('Merge answers').click()
  const told = sheet.getByLabel('What the model is told')
  await expect(told).toHaveValue(/Write the one best answer/)
  for (const [kind, prompt] of [
    ['Compare as a table', /Compare the answers in a table/],
    ['Checklist', /one checklist/],
  ] as const) {
    await sheet.getByLabel('How', { exact: true }).selectOption({ label: kind })
    await expect(told).toHaveValue(prompt)
  }
  await sheet.getByLabel('How', { exact: true }).selectOption({ label: 'Own words' })
  await told.fill('Say which of these is shorter.')
  await sheet.getByLabel('By which model').selectOption({ label: 'Hazelnut' })
  await expect(sheet.getByText(/^About \d+ tokens/)).toBeVisible()
  await sheet.getByRole('button', { name: 'Merge 2 answers' }).click()
  await expect(sheet).toBeHidden()
  await expect(windowOf(page, 'Hazelnut').getByRole('log')).toContainText('The sky is black')
  const merged = JSON.stringify(upstream.requests.at(-1)!.body.messages)
  expect(merged).toContain('Say which of these is shorter.')
  expect(merged).toContain('The sky is **blue**')
  // What was read while the models were hidden shows them, too.
  await expect(
    windowOf(page, 'A')
      .getByText(/^(Chestnut|Hazelnut)$/)
      .first(),
  ).toBeVisible()

  await callApi(page, 'session.update', { id, tags: ['sky'] })
  await page.goto('/standing')
  const table = page.getByRole('table', { name: 'Standing' })
  await expect(table.getByRole('row')).toHaveCount(3)
  await expect(page.getByText('Based on your vote.')).toBeVisible()
  await expect(table).toContainText('too few votes to tell')
  // The changed vote counts: one win, no tie, no loss, one vote.
  const cells = table.getByRole('row').nth(1).getByRole('cell')
  await expect(cells).toHaveText(['1', /%/, '1', '0', '0', '1'])
  await page.getByLabel('Tag of the session').selectOption('sky')
  await expect(page.getByText('Based on your vote.')).toBeVisible()
  await expectAccessible(page, { within: 'main' })
})
