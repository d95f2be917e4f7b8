import { controlled, sampleImages } from '@chatmore/llm/testing'
import type { Page } from '@playwright/test'
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

const png = sampleImages.png()
const pngUrl = `data:image/png;base64,${png.toString('base64')}`
const image = (name: string) => ({ name, mimeType: 'image/png', buffer: png })
const text = (name: string, content: string) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(content),
})

const chips = (page: Page) => page.getByRole('list', { name: 'Attached files' }).getByRole('listitem')

/** As an expression of the page: what a paste or a drop of these files holds. */
function toTransfer(names: string[]): string {
  const files = names.map((name) => [name, [...Buffer.from(`The text of ${name}`)]])
  return `(() => {
    const data = new DataTransfer()
    for (const [name, bytes] of ${JSON.stringify(files)}) data.items.add(new File([new Uint8Array(bytes)], name))
    return data
  })()`
}

function paste(page: Page, names: string[]): Promise<unknown> {
  return page.evaluate(`document.getElementById('global-input').dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: ${toTransfer(names)}, bubbles: true, cancelable: true }))`)
}

test('files are picked, pasted and dropped, go to the models that can see them, and stay with their message', async ({
  page,
  upstream,
  consoleErrors,
}) => {
  upstream.byDefault(controlled())
  await register(page)
  const [ada, grace] = await createModels(page, upstream, ['Ada', 'Grace'])
  await callApi(page, 'model.update', { id: ada!.id, vision: true })
  const session = await callApi<{ id: string }>(page, 'session.create', {
    windows: [ada, grace].map((model) => ({ modelId: model!.id })),
  })
  await page.goto(`/sessions/${session.id}`)
  const bar = page.locator('.bar', { has: globalBox(page) })

  await test.step('what breaks a rule is named with its rule, and nothing of it is sent', async () => {
    const large = { ...image('large.png'), buffer: Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)]) }
    const pdf = { ...image('report.pdf'), buffer: Buffer.from([37, 80, 68, 70, 0]) }
    await bar.locator('input[type=file]').setInputFiles([large, pdf])
    await expect(page.getByText('large.png is too large: an image may have at most 10 MB.')).toBeVisible()
    await expect(page.getByText(/^report\.pdf is neither an image .* nor a text in UTF-8\.$/)).toBeVisible()
    await expect(chips(page)).toHaveCount(0)
  })

  await test.step('a picked image and a pasted text become chips, and a reload keeps them', async () => {
    await bar.locator('input[type=file]').setInputFiles([image('photo.png')])
    await expect(chips(page)).toHaveCount(1)
    await paste(page, ['pasted words.txt'])
    await expect(chips(page)).toHaveCount(2)
    await expect(page.getByText('2 files attached')).toBeAttached()
    await expect(page.getByText('Grace cannot see images: it is told the image’s name only.')).toBeVisible()
    await expectAccessible(page)
    await page.reload()
    await expect(chips(page)).toHaveText([/photo\.png/, /pasted words\.txt/])
  })

  await test.step('a failed upload says so, holds the message back, and can be tried again or removed', async () => {
    await page.route('**/files?*', (route) => route.abort())
    await bar.locator('input[type=file]').setInputFiles([text('late.txt', 'Late.')])
    await expect(page.getByText('late.txt was not uploaded. Try it again, or remove it.')).toBeVisible()
    await globalBox(page).fill('What is this?')
    await expect(page.getByRole('button', { name: 'Send to all' })).toBeDisabled()
    await page.unroute('**/files?*')
    await page.getByRole('button', { name: 'Upload late.txt again' }).click()
    await expect(page.getByText('3 files attached')).toBeAttached()
    await page.getByRole('button', { name: 'Remove late.txt' }).press('Enter')
    await expect(chips(page)).toHaveCount(2)
    await expect(globalBox(page)).toBeFocused()
    const others = consoleErrors.filter((text) => !text.includes('net::ERR_FAILED'))
    consoleErrors.splice(0, Infinity, ...others)
  })

  await test.step('each model gets what it can take, and the message shows its files', async () => {
    await sendToAll(page, 'What is this?')
    for (const model of ['Ada', 'Grace']) {
      const stream = await upstream.nextStream({ model })
      stream.text(`${model} answers.`)
      stream.finish()
      await expect(windowOf(page, model).getByRole('log')).toHaveAttribute('aria-busy', 'false')
    }
    const sent = (model: string) =>
      JSON.stringify(upstream.requests.find((request) => request.model === model)?.body.messages)
    expect(sent('Ada')).toContain(pngUrl)
    expect(sent('Ada')).toContain('pasted words.txt')
    expect(sent('Grace')).not.toContain('base64')
    expect(sent('Grace')).toContain('photo.png')
    await page.reload()
    const files = windowOf(page, 'Grace').getByRole('list', { name: 'Files of this message' })
    await expect(files.getByRole('listitem')).toHaveCount(2)
    await expect(files.getByRole('link', { name: /^Download pasted words\.txt/ })).toHaveAttribute(
      'href',
      /^\/files\/[0-9A-Z]{26}$/,
    )
    await expect(chips(page)).toHaveCount(0)
  })

  await test.step('an image opens large, by keyboard too', async () => {
    const thumb = windowOf(page, 'Ada').getByRole('button', { name: 'Show photo.png large' })
    await thumb.press('Enter')
    const viewer = page.getByRole('dialog', { name: 'photo.png' })
    await expect(viewer.getByRole('link', { name: 'Download' })).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(viewer).toBeHidden()
    await expect(thumb).toBeFocused()
  })

  await test.step('what is dropped on a window’s own box goes to that window alone', async () => {
    const box = windowOf(page, 'Grace').getByRole('textbox', { name: 'Message this window' })
    const dataTransfer = await page.evaluateHandle(toTransfer(['dropped.txt']))
    await globalBox(page).dispatchEvent('dragenter', { dataTransfer })
    await expect(page.getByText('Drop files here for your message to all windows')).toBeVisible()
    await box.dispatchEvent('dragover', { dataTransfer })
    await expect(page.getByText('Drop files here for Grace alone')).toBeVisible()
    await box.dispatchEvent('drop', { dataTransfer })
    await expect(page.getByText('Drop files here for Grace alone')).toBeHidden()
    await expect(windowOf(page, 'Grace').getByText('1 file attached')).toBeAttached()
    await windowOf(page, 'Grace').getByRole('button', { name: 'Send', exact: true }).click()
    const stream = await upstream.nextStream({ model: 'Grace' })
    stream.text('Read.')
    stream.finish()
    const last = upstream.requests.at(-1)!
    expect(JSON.stringify(last.body.messages.at(-1))).toContain('dropped.txt')
  })
})
