import type { Page } from '@playwright/test'
import { callApi, expect, windowOf } from '../support/test.ts'
import { openBoard, settle, type MadeSession } from './sessions.ts'
import type { Visit } from './visit.ts'

const text = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(`The text of ${name}`) })

/** Files of a message that is written, in all their states, where they may be dropped, and an image seen large. */
export async function visitFiles({ page, words, show }: Visit, modelIds: readonly string[]) {
  const [seeing, blind, third] = modelIds
  await callApi(page, 'model.update', { id: seeing, vision: true })
  const session = await callApi<MadeSession>(page, 'session.create', {
    windows: [seeing, blind, third].map((modelId) => ({ modelId })),
  })
  await openBoard(page, session.id)
  const png = await page.screenshot()
  const image = (name: string) => ({ name, mimeType: 'image/png', buffer: png })
  const input = page.locator('.bar input[type=file]')
  const chips = page.getByRole('list', { name: 'Attached files' }).getByRole('listitem')
  await page.locator('#global-input').fill(words.question)
  await input.setInputFiles([image('board.png'), image('Screenshot of the second board, with notes.png')])
  await expect(page.getByText('2 files attached')).toBeAttached()
  await input.setInputFiles([text('release-notes.md')])
  await expect(page.getByText('3 files attached')).toBeAttached()
  await show('files')

  await page.route('**/files?*', (route) => route.abort())
  await input.setInputFiles([text('prices.csv')])
  await expect(page.getByRole('button', { name: 'Upload prices.csv again' })).toBeVisible()
  await page.unroute('**/files?*')
  // These are never answered.
  await page.route('**/files?*', () => undefined)
  const pdf = { name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from([37, 80, 68, 70, 0]) }
  const large = { ...image('large.png'), buffer: Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)]) }
  await input.setInputFiles([text('log of last night.txt'), large, pdf])
  await expect(chips).toHaveCount(5)
  await expect(page.getByText(/report\.pdf is neither/)).toBeVisible()
  await show('files-states')
  await page.unroute('**/files?*')
  for (const name of ['prices.csv', 'log of last night.txt']) {
    await page.getByRole('button', { name: `Remove ${name}` }).click()
  }

  await page.locator('#global-input').press('Enter')
  await expect(windowOf(page, session.windows[0]!.name).getByRole('log')).toContainText('release-notes.md')
  await settle(page, session.id)
  await openBoard(page, session.id)
  await show('files-sent')
  const open = async () => {
    await page.getByRole('button', { name: 'Show board.png large' }).first().click()
    await expect(page.getByRole('dialog').getByRole('img')).toBeVisible()
  }
  await show('viewer', { open, close: () => page.keyboard.press('Escape') })

  await show('drop-zone', { open: () => drag(page, `document.getElementById('global-input')`) })
  await show('drop-zone-window', { open: () => drag(page, `document.querySelector('[data-drop-key]')`) })
  await openBoard(page, session.id)
  await page.getByRole('button', { name: 'Compare answers' }).first().click()
  await expect(page.getByRole('dialog').getByRole('table').first()).toBeVisible()
  await show('compare-files')
}

/** Files held over an element. */
function drag(page: Page, element: string): Promise<unknown> {
  return page.evaluate(`{
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['text'], 'notes.txt'))
    const over = { dataTransfer, bubbles: true, cancelable: true }
    ;(${element}).dispatchEvent(new DragEvent('dragenter', over))
    ;(${element}).dispatchEvent(new DragEvent('dragover', over))
  }`)
}
