import { controlled } from '@chatmore/llm/testing'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../create-test-app.ts'

/** An answer that has shown its first words and waits for the test to go on. */
async function startAnswer(app: TestApp) {
  app.upstream.byDefault(controlled())
  const model = await app.createModel()
  const session = await app.client.session.create({ windows: [{ modelId: model.id }] })
  const sent = await app.client.message.send({
    sessionId: session.id,
    content: 'Tell me a story.',
    clientMessageId: 'send-number-1',
  })
  const stream = await app.upstream.nextStream()
  const watching = app.client.session.watch({ id: session.id })[Symbol.asyncIterator]()
  stream.text('Once upon a time')
  for (let text = ''; text !== 'Once upon a time';) {
    const { value: event } = await watching.next()
    if (event?.type === 'sync') text = event.messages[0]?.content ?? ''
    if (event?.type === 'delta') text += event.text
  }
  const readAnswer = async () => {
    const { items } = await app.client.message.list({ windowId: sent.turns[0]!.windowId })
    return items.at(-1)
  }
  return { stream, readAnswer }
}

test('an answer that ends within the grace period is stored whole', async () => {
  await using app = await createTestApp()
  const { stream, readAnswer } = await startAnswer(app)
  const stopped = app.stop(10_000)
  stream.text(', the end.')
  stream.finish()
  await stopped
  await app.restart()
  expect(await readAnswer()).toMatchObject({ status: 'done', content: 'Once upon a time, the end.' })
})

test('an answer that does not is stored as far as it came, marked interrupted', async () => {
  await using app = await createTestApp()
  const { stream, readAnswer } = await startAnswer(app)
  await app.stop(0)
  await stream.closed
  await app.restart()
  expect(await readAnswer()).toMatchObject({ status: 'interrupted', content: 'Once upon a time' })
})

test('a second order to stop, without grace, ends the wait of the first', async () => {
  await using app = await createTestApp()
  const { readAnswer } = await startAnswer(app)
  const patient = app.stop(3_600_000)
  await app.stop(0)
  await patient
  await app.restart()
  expect(await readAnswer()).toMatchObject({ status: 'interrupted', content: 'Once upon a time' })
})
