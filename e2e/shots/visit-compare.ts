import { callApi, expect } from '../support/test.ts'
import { latestOf, openBoard, send, settle, type MadeSession } from './sessions.ts'
import type { Visit } from './visit.ts'

/** The sheet with its diff, its vote and its merge, a blind session, and how the models stand then. */
export async function visitCompare(
  { page, words, show }: Visit,
  session: MadeSession,
  modelIds: readonly string[],
) {
  await page.goto('/standing')
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await show('standing-empty')

  await openBoard(page, session.id)
  await page.getByRole('button', { name: 'Compare answers' }).first().click()
  const sheet = page.getByRole('dialog', { name: 'Compare answers' })
  await expect(sheet.getByRole('table').first()).toBeVisible()
  await show('compare')
  await sheet.getByLabel('Show the answers').selectOption({ index: 1 })
  await expect(sheet.locator('ins').first()).toBeVisible()
  await show('compare-diff')
  await sheet.getByLabel('Show the answers').selectOption({ index: 0 })
  await sheet.getByRole('radio').first().check()
  await sheet.getByLabel('Note').fill(words.note)
  await sheet.getByRole('button', { name: 'Vote' }).click()
  await expect(sheet.getByRole('button', { name: 'Change the vote' })).toBeVisible()
  const toEnd = () => sheet.getByText('Merge answers').scrollIntoViewIfNeeded()
  await show('compare-vote', { open: toEnd })
  await sheet.getByText('Merge answers').click()
  const toMerge = () => sheet.getByRole('button', { name: /^Merge \d/ }).scrollIntoViewIfNeeded()
  await expect(sheet.getByLabel('What the model is told')).toBeVisible()
  await show('compare-merge', { open: toMerge })

  const windows = modelIds.slice(0, 3).map((modelId) => ({ modelId }))
  const blind = await callApi<MadeSession>(page, 'session.create', { windows, blind: true })
  await send(page, { sessionId: blind.id, content: words.question })
  await settle(page, blind.id)
  await openBoard(page, blind.id)
  await show('blind')
  await page.getByRole('button', { name: 'Compare answers' }).first().click()
  await expect(sheet.getByRole('table').first()).toBeVisible()
  await show('compare-blind', { open: toEnd })

  const answers = (await latestOf(page, blind.id)).map((messages) => messages.at(-1)!)
  const vote = { broadcastGroupId: answers[0]!.broadcastGroupId, verdict: 'best', messageId: answers[1]!.id }
  await callApi(page, 'vote.cast', vote)
  await page.goto('/standing')
  await expect(page.getByRole('table')).toBeVisible()
  await show('standing')
}
