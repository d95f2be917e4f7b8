import { controlled } from '@chatmore/llm/testing'
import { expect, expectStored, openSession, register, sendToAll, test, windowOf } from './support/test.ts'

test('after kill -9 in mid-stream the text so far is there, marked interrupted, and can be retried', async ({
  page,
  upstream,
  server,
  consoleErrors,
}) => {
  upstream.byDefault(controlled())
  await register(page)
  const sessionId = await openSession(page, upstream, ['Solo'])
  await sendToAll(page, 'Tell me a long story.')
  const stream = await upstream.nextStream({ model: 'Solo' })
  const opening = 'Once upon a time. '.repeat(300)
  stream.text(opening)
  await expect(windowOf(page, 'Solo')).toContainText('Once upon a time.')
  await expectStored(page, sessionId, opening)

  await server.kill()
  await server.start()
  await page.reload()
  const solo = windowOf(page, 'Solo')
  await expect(solo).toContainText('Tell me a long story.')
  await expect(solo).toContainText(opening.trim())
  await expect(solo.getByRole('log')).not.toHaveAttribute('aria-busy', 'true')
  await expect(solo).toContainText(/interrupted/i)

  await solo.getByRole('button', { name: 'Retry' }).first().click()
  const second = await upstream.nextStream({ model: 'Solo' })
  second.text('The end.')
  second.finish()
  await expect(solo).toContainText('The end.')
  // The browser itself reports each attempt to reach the server while it is down.
  consoleErrors.splice(0)
})
