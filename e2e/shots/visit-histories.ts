import { controlled } from '@chatmore/llm/testing'
import { callApi, expect, windowOf } from '../support/test.ts'
import {
  latestOf,
  openBoard,
  openMenuOf,
  send,
  settle,
  type MadeSession,
  type MadeWindow,
} from './sessions.ts'
import type { Visit } from './visit.ts'

/** Attempts, a replaced model, archived messages, a fork; an input's menu, and the input written anew. */
export async function visitHistories({ page, words, show }: Visit, modelIds: readonly string[]) {
  const windows = modelIds.slice(0, 3).map((modelId) => ({ modelId }))
  const session = await callApi<MadeSession>(page, 'session.create', { windows })
  const [first, second, third] = session.windows as [MadeWindow, MadeWindow, MadeWindow]
  for (const content of [words.question, words.followUp]) {
    await send(page, { sessionId: session.id, content })
    await settle(page, session.id)
  }
  const [ofFirst, , ofThird] = await latestOf(page, session.id)
  const lastInput = ofThird!.findLast(({ role }) => role === 'user')!
  await callApi(page, 'message.retry', { messageId: ofFirst!.at(-1)!.id })
  await callApi(page, 'window.update', { id: second.id, modelId: modelIds[3] })
  await callApi(page, 'window.rewind', { id: third.id, messageId: lastInput.id })
  await settle(page, session.id)
  await send(page, { sessionId: session.id, content: words.followUp, windowIds: [second.id] })
  await settle(page, session.id)
  await openBoard(page, session.id)
  await show('histories')
  for (const at of [1, 2]) {
    const open = () => page.getByRole('tab').nth(at).click()
    await show(`histories-${at + 1}`, { only: 'narrow', open })
  }

  await openBoard(page, session.id)
  const menu = windowOf(page, first.name).getByRole('button', { name: 'Actions for this input' }).first()
  const openMenu = async () => {
    await menu.focus()
    await openMenuOf(page, menu)
  }
  await show('menu-input', { open: openMenu, close: () => page.keyboard.press('Escape') })
  const editor = page.getByRole('textbox', { name: 'Edit this input' })
  const openEditor = async () => {
    await openMenu()
    await page.getByRole('menuitem', { name: 'Edit', exact: true }).click()
    await expect(editor).toBeVisible()
  }
  await show('input-editor', { open: openEditor, close: () => editor.press('Escape') })
  await callApi(page, 'window.fork', { messageId: ofFirst!.at(1)!.id })
  await openBoard(page, session.id)
  await show('fork')
}

/** A window that is added late, while it catches up and where that was held up. */
export async function visitCatchUp({ page, upstream, words, show }: Visit, modelIds: readonly string[]) {
  const windows = modelIds.slice(0, 2).map((modelId) => ({ modelId }))
  const session = await callApi<MadeSession>(page, 'session.create', { windows })
  for (const content of [words.question, words.followUp]) {
    await send(page, { sessionId: session.id, content })
    await settle(page, session.id)
  }
  upstream.on('late', controlled())
  const late = await callApi<{ id: string }>(page, 'model.create', {
    ...{ name: 'Late', model: 'late', provider: 'openai', apiBase: upstream.url, apiKey: 'sk-test-key' },
  })
  const added = await callApi<MadeWindow>(page, 'window.add', { sessionId: session.id, modelId: late.id })
  await callApi(page, 'window.catchUp', { id: added.id, fromWindowId: session.windows[0]!.id })
  const stream = await upstream.nextStream({ model: 'late' })
  stream.text(words.begun)
  await openBoard(page, session.id)
  const open = async () => {
    const tab = page.getByRole('tab', { name: 'Late' })
    if (await tab.isVisible()) await tab.click()
    await expect(windowOf(page, 'Late')).toContainText(words.begun)
  }
  await show('catch-up', { open })
  stream.end()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  await show('catch-up-held', { open })
}
