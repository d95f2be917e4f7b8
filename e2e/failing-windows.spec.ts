import { answer, controlled, hang, refuse } from '@chatmore/llm/testing'
import { callApi, expect, openSession, register, sendToAll, test, windowOf } from './support/test.ts'

test.use({ viewport: { width: 1600, height: 900 } })

test('one upstream refuses and one hangs: both errors show in their windows and the other two finish', async ({
  page,
  upstream,
}) => {
  upstream.byDefault(answer(['All ', 'is well.']))
  upstream.on('Refusing', refuse({ status: 401, body: { error: { message: 'Incorrect API key provided' } } }))
  upstream.on('Hanging', hang())
  await register(page)
  await openSession(page, upstream, ['First', 'Refusing', 'Hanging', 'Fourth'])
  const models = await page.request.get('/trpc/model.list').then((response) => response.json())
  const hanging = models.result.data.find((model: { name: string }) => model.name === 'Hanging')
  await callApi(page, 'model.update', { id: hanging.id, timeouts: { firstTokenMs: 500 } })

  await sendToAll(page, 'Are you there?')
  for (const name of ['First', 'Fourth']) await expect(windowOf(page, name)).toContainText('All is well.')
  await expect(windowOf(page, 'Refusing').getByRole('button', { name: 'Retry' })).toBeVisible()
  await expect(windowOf(page, 'Hanging').getByRole('button', { name: 'Retry' })).toBeVisible()
  await expect(windowOf(page, 'Refusing')).not.toContainText('Incorrect API key provided')

  upstream.on('Refusing', answer(['Back again.']))
  await windowOf(page, 'Refusing').getByRole('button', { name: 'Retry' }).click()
  await expect(windowOf(page, 'Refusing')).toContainText('Back again.')
})

test('stopping one window leaves the others, stopping all ends the rest, and the text so far is kept', async ({
  page,
  upstream,
}) => {
  upstream.byDefault(controlled())
  await register(page)
  await openSession(page, upstream, ['Left', 'Middle', 'Right'])
  await sendToAll(page, 'Talk at length.')
  const streams = await Promise.all(
    ['Left', 'Middle', 'Right'].map((model) => upstream.nextStream({ model })),
  )
  for (const stream of streams) stream.text('A beginning')
  for (const name of ['Left', 'Middle', 'Right']) {
    await expect(windowOf(page, name)).toContainText('A beginning')
  }

  await windowOf(page, 'Left').getByRole('button', { name: 'Stop', exact: true }).click()
  await streams[0]!.closed
  await expect(windowOf(page, 'Left').getByRole('log')).not.toHaveAttribute('aria-busy', 'true')
  await expect(windowOf(page, 'Right').getByRole('log')).toHaveAttribute('aria-busy', 'true')

  await page.getByRole('button', { name: 'Stop all' }).click()
  await Promise.all(streams.map((stream) => stream.closed))
  await page.reload()
  for (const name of ['Left', 'Middle', 'Right']) {
    await expect(windowOf(page, name)).toContainText('A beginning')
    await expect(windowOf(page, name).getByRole('log')).not.toHaveAttribute('aria-busy', 'true')
  }
})
