import { controlled } from '@chatmore/llm/testing'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import {
  callApi,
  createModels,
  expect,
  globalBox,
  openSession,
  openWindows,
  register,
  sendToAll,
  test,
  windowOf,
} from './support/test.ts'

const names = ['Ada', 'Grace', 'Hedy', 'Joan']

test.describe('the board', () => {
  test.use({ viewport: { width: 1440, height: 900 } })

  test('windows are made wider, moved, folded and maximised by hand and by keyboard, and stay so', async ({
    page,
    upstream,
  }) => {
    await register(page)
    await openSession(page, upstream, names)
    const order = () => page.getByRole('region').filter({ has: page.getByRole('log') })

    await test.step('three of four fit, and the fourth is reached by its name', async () => {
      await page.getByRole('button', { name: '3 of 4 visible' }).click()
      await page.getByRole('menuitemradio', { name: 'Joan' }).click()
      await expect(windowOf(page, 'Joan')).toBeInViewport({ ratio: 0.9 })
    })

    await test.step('two columns are chosen, and kept', async () => {
      await page.getByRole('button', { name: 'Columns' }).click()
      await page.getByRole('menuitemradio', { name: '2 columns' }).click()
      await expect(page.getByRole('button', { name: '2 of 4 visible' })).toBeVisible()
    })

    await test.step('the arrow keys on a gap make its window wider', async () => {
      const gap = page.getByRole('separator', { name: 'Width of Ada' })
      const before = await valueOf(gap)
      await gap.press('ArrowRight')
      await expect.poll(() => valueOf(gap)).toBeGreaterThan(before)
    })

    await test.step('a header is dragged over the next window, and a key moves a window, too', async () => {
      await expect(windowOf(page, 'Ada')).toBeInViewport({ ratio: 0.9 })
      await drag(page, windowOf(page, 'Ada').getByRole('heading'), windowOf(page, 'Grace'))
      await expect(order().first()).toHaveAccessibleName('Grace')
      await windowOf(page, 'Ada').getByRole('log').click()
      await page.keyboard.press('<')
      await expect(order().first()).toHaveAccessibleName('Ada')
      await page.keyboard.press('>')
      await expect(order().first()).toHaveAccessibleName('Grace')
    })

    await test.step('a window is maximised by its key, and Esc brings the others back', async () => {
      await windowOf(page, 'Grace').getByRole('log').click()
      await page.keyboard.press('m')
      await expect(windowOf(page, 'Ada')).toBeHidden()
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      await expect(windowOf(page, 'Ada')).toBeVisible()
    })

    await test.step('a window is folded to a bar, over a reload', async () => {
      await page.getByRole('button', { name: 'Actions for Grace' }).click()
      await page.getByRole('menuitem', { name: 'Fold to a bar' }).click()
      await page.reload()
      await expect(page.getByRole('button', { name: 'Unfold Grace' })).toBeVisible()
      await expect(page.getByRole('button', { name: /of 3 visible/ })).toBeVisible()
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Unfold Grace' }).click()
      await expect(windowOf(page, 'Grace').getByRole('log')).toBeVisible()
    })

    await test.step('the palette finds a command and a window', async () => {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('go to hedy')
      await expectAccessible(page)
      await page.keyboard.press('Enter')
      await expect(windowOf(page, 'Hedy').getByRole('textbox')).toBeFocused()
    })

    await test.step('every key that the help lists is one of an action that the palette has, too', async () => {
      await windowOf(page, 'Hedy').getByRole('log').click()
      await page.keyboard.press('?')
      const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
      const keys = help.locator('section:not([aria-label="In the boxes"]) dt')
      await expect(keys.filter({ hasText: 'Scroll windows together' })).toBeVisible()
      const labels = await keys.allTextContents()
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      // The palette does not list what opens it.
      for (const label of labels.filter((each) => each !== 'Search and commands')) {
        await page.getByRole('combobox').fill(label)
        await expect(page.getByRole('option', { name: label }).first()).toBeVisible()
      }
    })
  })

  test('the box tells what it spends and whom it reaches and keeps drafts, and another tab’s list follows', async ({
    page,
    upstream,
    context,
  }) => {
    upstream.byDefault(controlled())
    await register(page)
    const models = await createModels(page, upstream, names.slice(0, 2))
    const price = { currency: 'USD', inputPerMillion: '10', outputPerMillion: '30' }
    for (const { id } of models) await callApi(page, 'model.update', { id, price })
    const id = await openWindows(page, models)
    const other = await context.newPage()
    await other.goto('/account')
    await callApi(page, 'session.update', { id, title: 'Seen elsewhere' })
    const link = other
      .getByRole('navigation', { name: 'Sessions' })
      .getByRole('link', { name: /Seen elsewhere/ })
    await expect(link).toBeVisible()

    await globalBox(page).fill('x'.repeat(400))
    // 100 tokens to each of two windows, at ten dollars a million.
    await expect(page.getByText('2 windows, about 200 tokens, about $0.002 before the answers')).toBeVisible()
    await page.keyboard.press('Enter')
    const streams = [
      await upstream.nextStream({ model: 'Ada' }),
      await upstream.nextStream({ model: 'Grace' }),
    ]
    await expect(link.getByRole('img', { name: 'answering' })).toBeVisible()
    for (const stream of streams) stream.finish()
    await expect(link.getByRole('img', { name: 'answering' })).toBeHidden()
    await expect(link.getByRole('img', { name: 'new answers' })).toBeVisible()
    await link.click()
    await expect(link.getByRole('img', { name: 'new answers' })).toBeHidden()
    await expect(windowOf(other, 'Grace').getByRole('log')).toContainText('xxx')

    await globalBox(page).press('ArrowUp')
    await expect(globalBox(page)).toHaveValue('x'.repeat(400))

    await test.step('a click on its chip leaves a window out, and another takes it in again', async () => {
      const chip = page.getByRole('group', { name: 'Reaches' }).getByRole('checkbox', { name: 'Grace' })
      await chip.click()
      await expect(chip).not.toBeChecked()
      await expect(page.getByText(/^1 window, about \d+ tokens/)).toBeVisible()
      await globalBox(page).fill('Ada alone')
      await globalBox(page).press('Shift+Enter')
      await globalBox(page).pressSequentially('in two lines')
      await page.getByRole('button', { name: 'Send to 1 of 2' }).click()
      const stream = await upstream.nextStream({ model: 'Ada' })
      stream.finish()
      await expect(windowOf(page, 'Ada').getByRole('log')).toHaveAttribute('aria-busy', 'false')
      expect(stream.request.body.messages.at(-1)?.content).toBe('Ada alone\nin two lines')
      expect(upstream.requests).toHaveLength(3)
      await chip.click()
      await expect(chip).toBeChecked()
    })

    await test.step('what is typed and not sent waits in its own box', async () => {
      const own = windowOf(page, 'Grace').getByRole('textbox', { name: 'Message this window' })
      await globalBox(page).fill('A draft to all')
      await own.fill('A draft to Grace')
      await callApi(page, 'session.create', { title: 'Another', windows: [{ modelId: models[0]!.id }] })
      const list = page.getByRole('navigation', { name: 'Sessions' })
      await list.getByRole('link', { name: 'Another' }).click()
      await expect(windowOf(page, 'Grace')).toBeHidden()
      await expect(globalBox(page)).toHaveValue('')
      await list.getByRole('link', { name: 'Seen elsewhere' }).click()
      await expect(own).toHaveValue('A draft to Grace')
      await expect(globalBox(page)).toHaveValue('A draft to all')
    })
  })
})

test('the first administrator tries the demo models, then adds several of a provider at once', async ({
  page,
  upstream,
}) => {
  await register(page)
  await page.getByRole('button', { name: 'Add a provider' }).click()
  await expect(page.getByLabel('API address')).toBeVisible()
  await page.goBack()
  await page.getByRole('button', { name: 'Try the demo models' }).click()
  await sendToAll(page, 'Who are you?')
  await expect(page.getByRole('log')).toHaveCount(3)
  for (const log of await page.getByRole('log').all()) {
    await expect(log.locator('.answer .md')).toContainText(/\w+ \w+/)
  }

  await page.goto('/admin/provider')
  await page.getByLabel('API address').fill(upstream.url)
  await page.getByRole('button', { name: 'Connect and list models' }).click()
  const other = page.getByLabel('A model that is not listed')
  for (const name of ['ada', 'grace']) {
    await other.fill(name)
    await other.press('Enter')
    const pick = page.getByRole('checkbox', { name, exact: true })
    if (!(await pick.isChecked())) await pick.check()
  }
  await page.getByRole('button', { name: 'Test and add 2 models' }).click()
  const dialog = page.getByRole('dialog')
  for (const name of ['ada', 'grace']) await expect(dialog.getByText(name).first()).toBeVisible()
})

test('one who asked for it is told once all windows finished while away', async ({ page, upstream }) => {
  upstream.byDefault(controlled())
  await page.addInitScript(stubbedNotifications)
  await register(page)
  await openSession(page, upstream, ['Ada', 'Grace'])
  const told = () => page.evaluate<string[]>('window.told')
  const ask = async () => {
    await sendToAll(page, 'Take your time.')
    return Promise.all(['Ada', 'Grace'].map((model) => upstream.nextStream({ model })))
  }
  for (const stream of await ask()) stream.finish()
  await expect(windowOf(page, 'Grace').getByRole('log')).toHaveAttribute('aria-busy', 'false')
  expect(await told()).toEqual([])

  await page.getByRole('button', { name: 'Actions for this session' }).click()
  await page.getByRole('menuitemradio', { name: 'Notify me when all windows have finished' }).click()
  const [ada, grace] = await ask()
  await page.evaluate('document.hasFocus = () => false')
  ada!.finish()
  await expect(windowOf(page, 'Ada').getByRole('log')).toHaveAttribute('aria-busy', 'false')
  expect(await told()).toEqual([])
  grace!.finish()
  await expect.poll(told).toEqual(['All 2 windows have finished.'])
})

/** The system's notifications, as far as we use them, written down instead of shown. */
const stubbedNotifications = `
  window.told = []
  window.Notification = class {
    static permission = 'default'
    static async requestPermission() { return (this.permission = 'granted') }
    constructor(title, { body }) { window.told.push(body) }
    close() {}
  }`

async function valueOf(separator: Locator): Promise<number> {
  return Number(await separator.getAttribute('aria-valuenow'))
}

/** Past the middle of the target, so that what is dragged goes behind it. */
async function drag(page: Page, handle: Locator, target: Locator): Promise<void> {
  const from = (await handle.boundingBox())!
  const to = (await target.boundingBox())!
  await page.mouse.move(from.x + 10, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + to.width * 0.6, from.y + 10, { steps: 6 })
  await page.mouse.move(to.x + to.width * 0.75, from.y + 10, { steps: 4 })
  await page.mouse.up()
}
