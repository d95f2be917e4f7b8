import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { controlled } from '@chatmore/llm/testing'
import type { Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { callApi, createModels, expect, openSession, register, test } from './support/test.ts'

const shots = fileURLToPath(new URL('./results/shots', import.meta.url))
mkdirSync(shots, { recursive: true })

const question = 'How do I check in TypeScript whether a number is prime?'
const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 820, height: 1180 },
  wide: { width: 1440, height: 900 },
  huge: { width: 2560, height: 1300 },
}
const someLooks = [
  { name: 'light', colorScheme: 'light', locale: 'en-US', viewport: sizes.wide },
  { name: 'dark', colorScheme: 'dark', locale: 'en-US', viewport: sizes.wide },
  { name: 'light-chinese', colorScheme: 'light', locale: 'zh-CN', viewport: sizes.wide },
  { name: 'light-phone', colorScheme: 'light', locale: 'en-US', viewport: sizes.phone },
  { name: 'dark-chinese-phone', colorScheme: 'dark', locale: 'zh-CN', viewport: sizes.phone },
] as const

/** For `npm run shots`: both themes, both languages, every size. */
const allLooks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  ['en-US', 'zh-CN'].flatMap((locale) =>
    Object.entries(sizes).map(([size, viewport]) => {
      const name = `${colorScheme}-${locale}-${size}`
      return { name, colorScheme, locale, viewport }
    }),
  ),
)
const looks = process.env['CHATMORE_SHOTS'] === 'all' ? allLooks : someLooks

for (const { name, ...look } of looks) {
  test.describe(name, () => {
    test.use(look)

    test('every page is accessible, and its picture is kept to be looked at', async ({ page, upstream }) => {
      const show = async (view: string) => {
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
        await expectAccessible(page)
        await page.screenshot({ path: `${shots}/${view}-${name}.png`, animations: 'disabled' })
      }

      await page.goto('/')
      await expect(page.getByRole('textbox').first()).toBeVisible()
      await show('first-run')
      await registerInAnyLanguage(page)
      await show('no-session')
      await page.getByRole('main').getByRole('button').last().click()
      await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible()
      await show('new-session')

      await talkToDemoModels(page)
      await show('board')

      await createModels(page, upstream, ['Ada', 'Grace'])
      await page.goto('/admin/models')
      await expect(page.getByText('Grace').first()).toBeVisible()
      await show('models')
      await page.goto('/account')
      await expect(page.getByRole('heading').first()).toBeVisible()
      await show('account')
    })
  })
}

test.describe('a board with every state', () => {
  test.use({ viewport: { width: 1920, height: 1000 } })

  test('thinking, streaming, ended and failed answers stand side by side', async ({ page, upstream }) => {
    upstream.byDefault(controlled())
    await register(page)
    await openSession(page, upstream, ['Thinking', 'Streaming', 'Ended', 'Failed'])
    await page.getByRole('textbox', { name: 'Message all windows' }).fill(question)
    await page.getByRole('button', { name: 'Send to all' }).click()
    const [thinking, streaming, ended, failed] = await Promise.all(
      ['Thinking', 'Streaming', 'Ended', 'Failed'].map((model) => upstream.nextStream({ model })),
    )
    thinking!.reasoning(
      'A prime has exactly two divisors, so it is enough to try those up to the square root.',
    )
    streaming!.text('Try every divisor up to the square root:\n\n```ts\nconst isPrime = (n: number) => {\n')
    ended!.text('Divide by every number up to `Math.sqrt(n)`. If **none** divides it, it is prime.')
    ended!.finish()
    failed!.text('A number is prime when')
    failed!.error({ message: 'The engine is overloaded', code: 503 })
    await expect(page.getByRole('button', { name: 'Retry' }).first()).toBeVisible()
    await expect(page.getByRole('region', { name: 'Thinking', exact: true })).toContainText(/thinking/i)
    await expectAccessible(page)
    await page.screenshot({ path: `${shots}/states.png`, animations: 'disabled' })
  })
})

async function registerInAnyLanguage(page: Page): Promise<void> {
  await page.getByRole('textbox').first().fill('ada@example.com')
  await page.locator('input[type=password]').fill('correct horse battery')
  await page.locator('input[type=password]').press('Enter')
  await expect(page.locator('input[type=password]')).toBeHidden()
}

/** A session with the first three demo models, and their answers to one question. */
async function talkToDemoModels(page: Page): Promise<void> {
  const list = await page.request.get('/trpc/model.list').then((response) => response.json())
  const models = list.result.data.slice(0, 3) as { id: string }[]
  const session = await callApi<{ id: string }>(page, 'session.create', {
    windows: models.map((model) => ({ modelId: model.id })),
  })
  await callApi(page, 'message.send', {
    sessionId: session.id,
    content: question,
    clientMessageId: 'look-0001',
  })
  await page.goto(`/sessions/${session.id}`)
  await expect(page.locator('[role=log]').first()).toContainText('TypeScript')
  await expect(page.locator('[role=log][aria-busy=true]')).toHaveCount(0, { timeout: 45_000 })
}
