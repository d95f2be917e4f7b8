import { answer, controlled, refuse } from '@chatmore/llm/testing'
import { callApi, expect, windowOf } from '../support/test.ts'
import { addModels, openBoard, send, settle, type MadeSession } from './sessions.ts'
import type { Visit } from './visit.ts'

/** Sessions of one window and of many, answered, and one that waits for its first input. */
export async function visitBoards(visit: Visit, modelIds: readonly string[], counts: readonly number[]) {
  const { page, words, show } = visit
  const made: MadeSession[] = []
  for (const count of counts) {
    const windows = Array.from({ length: count }, (_, at) => ({ modelId: modelIds[at % modelIds.length]! }))
    const session = await callApi<MadeSession>(page, 'session.create', { windows })
    await send(page, { sessionId: session.id, content: words.question })
    await settle(page, session.id)
    await openBoard(page, session.id)
    await show(`board-${count}`)
    made.push(session)
  }
  return made
}

export async function visitEmptyBoard({ page, show }: Visit, modelIds: readonly string[]): Promise<void> {
  const windows = modelIds.slice(0, 3).map((modelId) => ({ modelId }))
  const { id } = await callApi<MadeSession>(page, 'session.create', { windows })
  await openBoard(page, id)
  await show('board-empty')
}

const going = ['Waiting', 'Thinking', 'Streaming']
const ended = ['Cut off', 'Filtered', 'Stopped', 'Empty']
const failed = ['Overloaded', 'Key refused', 'Broken off']

/** Every state that an answer can be in, three or four windows at a time. */
export async function visitStates(visit: Visit): Promise<void> {
  const { page, upstream, words, show } = visit
  const ids = await addModels(visit, [...going, ...ended, ...failed])
  const slug = (name: string) => name.toLowerCase().replaceAll(' ', '-')
  upstream.byDefault(controlled())
  upstream.on('filtered', answer({ text: [''], finishReason: 'content_filter' }))
  upstream.on('cut-off', answer({ text: [words.begun], finishReason: 'length' }))
  upstream.on('empty', answer(['']))
  upstream.on('overloaded', refuse({ status: 400, body: { error: { message: 'The context is too long' } } }))
  upstream.on('key-refused', refuse({ status: 401, body: { error: { message: 'Incorrect API key' } } }))

  for (const [view, names] of Object.entries({ going, ended, failed })) {
    const windows = names.map((name) => ({ modelId: ids.get(name)!, name }))
    const { id } = await callApi<MadeSession>(page, 'session.create', { windows })
    await openBoard(page, id)
    await send(page, { sessionId: id, content: words.question })
    if (view === 'going') {
      const thinking = await upstream.nextStream({ model: slug('Thinking') })
      thinking.reasoning(words.thought)
      const streaming = await upstream.nextStream({ model: slug('Streaming') })
      streaming.reasoning(words.thought)
      streaming.text(`${words.begun}\n\n\`\`\`ts\nconst sieve = new Uint8Array(limit + 1)\n`)
      await expect(windowOf(page, 'Streaming')).toContainText('Uint8Array')
      await expect(windowOf(page, 'Thinking')).toContainText(/Thinking/)
      await show('states-going')
      thinking.finish()
      streaming.finish()
      ;(await upstream.nextStream({ model: slug('Waiting') })).finish()
    }
    if (view === 'ended') {
      const stopped = await upstream.nextStream({ model: slug('Stopped') })
      stopped.text(words.begun)
      await expect(windowOf(page, 'Stopped')).toContainText(words.begun)
      await callApi(page, 'message.stop', { sessionId: id })
    }
    if (view === 'failed') {
      const broken = await upstream.nextStream({ model: slug('Broken off') })
      broken.text(words.begun)
      await expect(windowOf(page, 'Broken off')).toContainText(words.begun)
      broken.end()
    }
    await settle(page, id)
    if (view !== 'going') await show(`states-${view}`)
    await showTabs(visit, names)
  }
}

/** A phone shows one window at a time. */
async function showTabs({ page, show }: Visit, names: readonly string[]): Promise<void> {
  for (const name of names.slice(1)) {
    const open = () => page.getByRole('tab', { name }).click()
    await show(`state-${name.toLowerCase().replaceAll(' ', '-')}`, { only: 'narrow', open })
  }
}

/** Twelve turns, seen at the end and somewhere in the middle. */
export async function visitLongHistory({ page, words, show }: Visit, session: MadeSession): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    await send(page, { sessionId: session.id, content: `${turn + 1}. ${words.followUp}` })
    await settle(page, session.id)
  }
  await openBoard(page, session.id)
  const open = async () => {
    await page.getByRole('log').first().hover()
    await page.mouse.wheel(0, -900)
    await expect(page.getByRole('button', { name: 'Latest' }).first()).toBeVisible()
  }
  await show('long-history', { open })
}
