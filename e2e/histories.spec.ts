import { controlled } from '@chatmore/llm/testing'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { createModels, expect, openSession, register, sendToAll, test, windowOf } from './support/test.ts'

const logOf = (page: Page, name: string) => windowOf(page, name).getByRole('log')

test('an input is written anew and brought back, its answer tried again and stopped, and another tab sees it', async ({
  page,
  context,
  upstream,
}) => {
  await register(page)
  await openSession(page, upstream, ['Ada', 'Grace'])
  const other = await context.newPage()
  await other.goto(page.url())
  const [ada, log, seen] = [windowOf(page, 'Ada'), logOf(page, 'Ada'), logOf(other, 'Ada')]
  await sendToAll(page, 'What is a prime?')
  await expectAnswered(seen, 'Ada saw 1 messages: What is a prime?')
  await expectAnswered(log, 'Ada saw 1 messages: What is a prime?')

  await test.step('written anew, its old answer is archived', async () => {
    await choose(ada, 'Actions for this input', 'Edit')
    await ada.getByRole('textbox', { name: 'Edit this input' }).fill('What is a square?')
    await ada.getByRole('button', { name: 'Send anew' }).click()
    await expectAnswered(log, 'Ada saw 1 messages: What is a square?')
    await expectAnswered(seen, 'Ada saw 1 messages: What is a square?')
    for (const each of [log, seen]) await expect(each).not.toContainText('What is a prime?')
    await expect(logOf(page, 'Grace')).toContainText('Grace saw 1 messages: What is a prime?')
  })

  await test.step('what was archived is brought back', async () => {
    await log.getByRole('button', { name: 'Bring back' }).press('Enter')
    for (const each of [log, seen]) {
      await expectAnswered(each, 'Ada saw 1 messages: What is a prime?')
      await expect(each).not.toContainText('What is a square?')
    }
  })

  await test.step('an answer is tried again, by another model, too', async () => {
    await log.getByRole('button', { name: 'Retry' }).press('Enter')
    const attempts = ada.getByRole('group', { name: 'Attempts' })
    await expect(attempts).toContainText('2 of 2')
    await expect(log).toHaveAttribute('aria-busy', 'false')
    await choose(ada, 'More for this answer', 'Retry with another model')
    const dialog = page.getByRole('dialog', { name: 'Retry with another model' })
    await dialog.getByRole('button', { name: /^Grace/ }).click()
    await expectAnswered(log, 'Grace saw 1 messages: What is a prime?')
    await attempts.getByRole('button', { name: 'Earlier attempt' }).click()
    await expect(attempts).toContainText('2 of 3')
    await expect(log).toContainText('Ada saw 1 messages: What is a prime?')
    await expect(windowOf(other, 'Ada').getByRole('group', { name: 'Attempts' })).toContainText('3 of 3')
  })

  await test.step('one that is being written is stopped, and the history stays as it is until then', async () => {
    upstream.on('Ada', controlled())
    await sendHere(ada, 'And a cube?')
    const stream = await upstream.nextStream({ model: 'Ada' })
    stream.text('A cube is')
    await expect(seen).toContainText('A cube is')
    await ada.getByRole('button', { name: 'Actions for this input' }).first().press('Enter')
    await expect(page.getByRole('menu')).toContainText('While an answer is being written')
    await expect(page.getByRole('menuitem', { name: 'Rewind to before this' })).toBeDisabled()
    await expectAccessible(page, { within: '[role=menu]' })
    await page.keyboard.press('Escape')
    await ada.getByRole('button', { name: 'Stop', exact: true }).click()
    for (const each of [log, seen]) await expect(each).toContainText('Stopped by you')
  })
})

test('a window is set up, replaced, forked, duplicated, quoted and cleared', async ({ page, upstream }) => {
  await register(page)
  await openSession(page, upstream, ['Ada', 'Grace'])
  const [ada, log] = [windowOf(page, 'Ada'), logOf(page, 'Ada')]
  await sendToAll(page, 'One?')
  await expectAnswered(log, 'Ada saw 1 messages: One?')
  await expectAnswered(logOf(page, 'Grace'), 'Grace saw 1 messages: One?')

  await test.step('with a system message and a parameter of its own', async () => {
    await choose(ada, 'Actions for Ada', 'Parameters and system message')
    const drawer = page.getByRole('dialog', { name: 'Settings of Ada' })
    await drawer.getByLabel('System message').fill('Be brief.')
    await drawer.getByLabel('Temperature').fill('0.5')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await expect(drawer).toBeHidden()
    await sendHere(ada, 'Two?')
    await expectAnswered(log, 'Ada saw 4 messages: Two?')
    const { body } = upstream.requests.at(-1)!
    expect(body).toMatchObject({
      temperature: 0.5,
      messages: [{ role: 'system', content: 'Be brief.' }, {}, {}, {}],
    })
  })

  await test.step('with another model, from here on', async () => {
    await choose(ada, 'Actions for Ada', 'Replace the model')
    const drawer = page.getByRole('dialog', { name: 'Settings of Ada' })
    await drawer.getByLabel('Model', { exact: true }).selectOption({ label: 'Grace' })
    await drawer.getByRole('button', { name: 'Save' }).click()
    await expect(log).toContainText('From here on: Grace')
    await sendHere(ada, 'Three?')
    await expectAnswered(log, 'Grace saw 6 messages: Three?')
  })

  await test.step('forked after its first answer, duplicated, and moved by its menu', async () => {
    await choose(log, 'More for this answer', 'Fork from here')
    await expect(logOf(page, 'Ada 2')).toContainText('Ada saw 1 messages: One?')
    await expect(logOf(page, 'Ada 2')).not.toContainText('Two?')
    await choose(windowOf(page, 'Grace'), 'Actions for Grace', 'Duplicate')
    await expect(logOf(page, 'Grace 2')).toContainText('Waits for your first message.')
    await choose(windowOf(page, 'Grace 2'), 'Actions for Grace 2', 'Move left')
    const panes = page.getByRole('region').filter({ has: page.getByRole('log') })
    await expect(panes.last()).toHaveAccessibleName('Grace')
  })

  await test.step('given the answers of other windows to write about', async () => {
    await choose(logOf(page, 'Grace'), 'More for this answer', 'Use in another window’s input')
    const dialog = page.getByRole('dialog', { name: 'Use in another window’s input' })
    await dialog.getByRole('checkbox', { name: 'Ada (Grace)' }).click()
    await dialog.getByText('Ada 2', { exact: true }).click()
    await expect(dialog.getByRole('radio', { name: 'Ada 2' })).toBeChecked()
    await dialog.getByRole('button', { name: 'Put into the input' }).click()
    const box = windowOf(page, 'Ada 2').getByRole('textbox', { name: 'Message this window' })
    await expect(box).toHaveValue(
      'Ada (Grace):\n> Grace saw 6 messages: Three?\n\nGrace:\n> Grace saw 1 messages: One?\n\n',
    )
  })

  await test.step('cleared, and brought back', async () => {
    await choose(ada, 'Actions for Ada', 'Clear')
    await expect(log).toContainText('6 messages archived')
    await expect(log).not.toContainText('Three?')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expectAnswered(log, 'Grace saw 6 messages: Three?')
  })

  await test.step('rewound to before an input', async () => {
    await choose(logOf(page, 'Ada 2'), 'Actions for this input', 'Rewind to before this')
    await expect(logOf(page, 'Ada 2')).toContainText('2 messages archived')
    await expect(logOf(page, 'Ada 2')).not.toContainText('Ada saw 1 messages: One?')
  })
})

test('a window that is added late catches up turn by turn, until it is stopped or done', async ({
  page,
  upstream,
}) => {
  await register(page)
  await createModels(page, upstream, ['Grace'])
  const id = await openSession(page, upstream, ['Ada'])
  for (const content of ['One?', 'Two?']) {
    await sendToAll(page, content)
    await expectAnswered(logOf(page, 'Ada'), `messages: ${content}`)
  }
  const list = page.getByRole('navigation', { name: 'Sessions' })
  const link = list.getByRole('link', { name: /One\?/ })
  upstream.on('Grace', controlled())

  await test.step('it is stopped, and its answer goes on', async () => {
    await addCatchingUp(page)
    const grace = windowOf(page, 'Grace')
    const line = grace.getByRole('status').filter({ hasText: 'Catching up' })
    await expect(line).toContainText('Catching up: 0 of 2')
    const first = await upstream.nextStream({ model: 'Grace' })
    first.text('The first.')
    first.finish()
    await expect(line).toContainText('Catching up: 1 of 2')
    await expectAccessible(page, { within: 'main' })
    const second = await upstream.nextStream({ model: 'Grace' })
    await line.getByRole('button', { name: 'Stop catching up' }).press('Enter')
    await expect(line).toBeHidden()
    second.text('The second.')
    second.finish()
    await expectAnswered(logOf(page, 'Grace'), 'The second.')
  })

  await test.step('it is done while one looks elsewhere, and is found done', async () => {
    await addCatchingUp(page)
    const late = windowOf(page, 'Grace 2')
    await expect(late.getByText('Catching up: 0 of 2')).toBeVisible()
    await page.getByRole('link', { name: 'ChatMore' }).first().click()
    await expect(late).toBeHidden()
    for (const text of ['Once more.', 'At last.']) {
      const stream = await upstream.nextStream({ model: 'Grace' })
      stream.text(text)
      stream.finish()
    }
    await expect.poll(() => catchUpsOf(page, id)).toEqual([null, null, null])
    await link.click()
    await expectAnswered(logOf(page, 'Grace 2'), 'At last.')
    await expect(late.getByRole('button', { name: 'Stop catching up' })).toBeHidden()
  })
})

async function expectAnswered(log: Locator, text: string): Promise<void> {
  await expect(log).toContainText(text)
  await expect(log).toHaveAttribute('aria-busy', 'false')
}

/** By keyboard: a menu of a message shows itself to the mouse only when that is there. */
async function choose(within: Locator, menu: string, item: string): Promise<void> {
  await within.getByRole('button', { name: menu, exact: true }).first().press('Enter')
  await within.page().getByRole('menuitem', { name: item, exact: true }).click()
}

async function sendHere(window: Locator, content: string): Promise<void> {
  const box = window.getByRole('textbox', { name: 'Message this window' })
  await box.fill(content)
  await box.press('Enter')
}

async function addCatchingUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a window' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add a window' })
  await dialog.getByLabel('Catch up with').selectOption({ label: 'Catch up with Ada' })
  await dialog.getByRole('button', { name: /^Grace/ }).click()
}

async function catchUpsOf(page: Page, id: string): Promise<unknown[]> {
  const input = encodeURIComponent(JSON.stringify({ id }))
  const response = await page.request.get(`/trpc/session.get?input=${input}`)
  const body = (await response.json()) as { result: { data: { windows: { catchUp: unknown }[] } } }
  return body.result.data.windows.map(({ catchUp }) => catchUp)
}
