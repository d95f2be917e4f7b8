import { answer } from '@chatmore/llm/testing'
import { expectAccessible } from './support/axe.ts'
import {
  callApi,
  expect,
  globalBox,
  openSession,
  register,
  sendToAll,
  test,
  windowOf,
} from './support/test.ts'

test('sessions are put in order and found by what was said, line-ups and templates are used again', async ({
  page,
  upstream,
}) => {
  await register(page)
  const sessionId = await openSession(page, upstream, ['Ada', 'Grace'])
  const list = page.getByRole('navigation', { name: 'Sessions' })
  const openSessionMenu = async (item: string) => {
    await list.getByRole('button', { name: 'Actions for Translation' }).click()
    await page.getByRole('menuitem', { name: item, exact: true }).click()
  }

  await test.step('a template is kept, asks for its variables, and is inserted by a slash', async () => {
    await globalBox(page).pressSequentially('/')
    const dialog = page.getByRole('dialog', { name: 'Prompt templates' })
    await dialog.getByRole('button', { name: 'New template' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Translate')
    await page.getByLabel('Prompt', { exact: true }).fill('翻译成{{language}}：微服务')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.getByRole('button', { name: /^Translate/ }).click()
    await page.getByLabel('language', { exact: true }).fill('英语')
    await page.getByRole('button', { name: 'Insert', exact: true }).click()
    await expect(globalBox(page)).toHaveValue('翻译成英语：微服务')
    await sendToAll(page, await globalBox(page).inputValue())
    await expect(list.getByRole('link', { name: '翻译成英语：微服务' })).toBeVisible()
  })

  await test.step('a session renamed elsewhere is pinned, tagged, and found by one character of a message', async () => {
    await callApi(page, 'session.update', { id: sessionId, title: 'Translation' })
    await openSessionMenu('Pin')
    await expect(list.getByRole('heading', { name: 'Pinned' })).toBeVisible()
    await openSessionMenu('Tags…')
    await page.getByLabel('Add a tag').fill('工作')
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('button', { name: '工作', exact: true })).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search sessions' }).fill('服')
    await expect(list.getByRole('link', { name: 'Translation' })).toContainText('微服务')
    await page.getByRole('searchbox', { name: 'Search sessions' }).fill('')
    await expect(list.getByRole('heading', { name: 'Pinned' })).toBeVisible()
  })

  await test.step('its windows are saved as the default line-up, and start a session by one click', async () => {
    await openSessionMenu('Save as line-up…')
    const dialog = page.getByRole('dialog', { name: 'Save as line-up' })
    await dialog.getByLabel('Name', { exact: true }).fill('Both')
    await dialog.getByRole('checkbox', { name: 'Begin new sessions with it' }).check()
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(dialog).toBeHidden()
    await page.getByRole('link', { name: 'ChatMore' }).first().click()
    await page.getByRole('main').getByRole('button', { name: /^Both/ }).click()
    await expect(windowOf(page, 'Grace')).toBeVisible()
    await expect(page).not.toHaveURL(new RegExp(sessionId))
  })

  await test.step('a model makes the title of a session from its first input, where one wants that', async () => {
    upstream.on('Ada', answer(['Named by Ada']))
    await page.getByRole('button', { name: 'Account menu' }).click()
    await page.getByRole('menuitem', { name: 'Account', exact: true }).click()
    await page.getByLabel('Titles are made by').selectOption({ label: 'Ada' })
    await page.goBack()
    await sendToAll(page, 'What shall we call this?')
    await expect(list.getByRole('link', { name: 'Named by Ada' })).toBeVisible()
  })

  await test.step('the line-up is changed, and begins the next session, which a template tells what to do', async () => {
    await page.getByRole('link', { name: 'ChatMore' }).first().click()
    await page.getByRole('button', { name: 'Actions for the line-up Both' }).click()
    await page.getByRole('menuitem', { name: 'Edit…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Edit line-up' })
    await dialog.getByLabel('Name', { exact: true }).fill('Ada twice')
    await dialog.getByRole('button', { name: 'One more window on Ada' }).click()
    await dialog.getByRole('button', { name: 'Remove Grace' }).click()
    await expectAccessible(page, { within: '[role=dialog]' })
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('button', { name: /^Ada twice/ })).toBeVisible()

    await page.getByRole('main').getByRole('button', { name: 'New session' }).click()
    const setUp = page.getByRole('dialog', { name: 'New session' })
    await setUp.getByText('Title and system message').click()
    await setUp.getByRole('button', { name: 'Insert a template' }).click()
    await page.getByRole('button', { name: /^Translate/ }).click()
    await page.getByLabel('language', { exact: true }).fill('法语')
    await page.getByRole('button', { name: 'Insert', exact: true }).click()
    await expect(setUp.getByLabel('System message for all windows')).toHaveValue('翻译成法语：微服务')
    await setUp.getByRole('button', { name: 'Start with 2 windows' }).click()
    await expect(windowOf(page, 'Ada 2')).toBeVisible()
    await sendToAll(page, '你好')
    await expect(windowOf(page, 'Ada 2').getByRole('log')).toContainText('Named by Ada')
    const sent = upstream.requests.find(({ body }) => body.messages.at(-1)?.content === '你好')
    expect(sent?.body.messages[0]).toEqual({ role: 'system', content: '翻译成法语：微服务' })
  })

  await test.step('the first session goes into the archive, and opens from there', async () => {
    await openSessionMenu('Archive')
    await expect(list.getByRole('link', { name: 'Translation' })).toBeHidden()
    await page.getByRole('button', { name: 'Archive', exact: true }).click()
    await list.getByRole('link', { name: 'Translation' }).click()
    await expect(page).toHaveURL(new RegExp(sessionId))
  })
})
