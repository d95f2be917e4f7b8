import { answer } from '@chatmore/llm/testing'
import { callApi, expect, openSession, register, sendToAll, test, windowOf } from './support/test.ts'

test('older messages come while scrolling up, what one reads stays where it is, and one button leads back', async ({
  page,
  upstream,
}) => {
  upstream.byDefault(answer(['A paragraph of an answer.\n\n'.repeat(12)]))
  await register(page)
  const sessionId = await openSession(page, upstream, ['Solo'])
  const log = windowOf(page, 'Solo').getByRole('log')
  for (let turn = 1; turn <= 20; turn++) {
    const clientMessageId = `reading-${turn}`
    await callApi(page, 'message.send', { sessionId, content: `Question no. ${turn}.`, clientMessageId })
    await expect(log).toContainText(`Question no. ${turn}.`)
    await expect(log).toHaveAttribute('aria-busy', 'false')
  }
  await page.reload()
  await expect(log.getByText('Question no. 20.')).toBeInViewport()
  await expect(log).not.toContainText('Question no. 1.')

  const scrollUpTo = (text: string) =>
    expect(async () => {
      await log.evaluate((element) => element.scrollBy(0, -300))
      await expect(log.getByText(text)).toBeInViewport({ timeout: 300 })
    }).toPass({ timeout: 60_000 })
  const read = log.getByText('Question no. 7.')
  await scrollUpTo('Question no. 7.')
  const before = await read.boundingBox()
  await log.evaluate((element) => element.scrollBy(0, -100))
  // Older ones come meanwhile. Rows have fractional heights, and a scroll position is rounded to device pixels at each correction.
  await expect.poll(async () => Math.abs((await read.boundingBox())!.y - before!.y - 100)).toBeLessThan(4)
  await scrollUpTo('Question no. 1.')
  // Of what one scrolled through only what is in view and around it is on the page.
  expect(await log.getByRole('article').count()).toBeLessThan(16)
  await expect(log).not.toContainText('Question no. 20.')

  await windowOf(page, 'Solo').getByRole('button', { name: 'Latest' }).click()
  await expect(log.getByText('Question no. 20.')).toBeInViewport()
})

test('an answer that attacks its reader is text, and loads nothing from elsewhere', async ({
  page,
  upstream,
}) => {
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => requests.push('a dialog')))
  upstream.byDefault(
    answer([
      '<script>alert(1)</script> <img src="https://evil.example/a.png" onerror="alert(2)">\n\n',
      '![pixel](https://evil.example/b.png) [click](javascript:alert(3)) <svg onload=alert(4)>\n\n',
      '[ref]: https://evil.example/c.png\n\n![by reference][ref] [a real link](https://example.com/page)\n\nThe end.',
    ]),
  )
  await register(page)
  await openSession(page, upstream, ['Solo'])
  await sendToAll(page, 'Attack me.')
  const log = windowOf(page, 'Solo').getByRole('log')
  await expect(log).toContainText('The end.')
  await expect(log).toContainText('<script>alert(1)</script>')
  await expect(log.locator('script, img, [onerror], [onload], a[href^="javascript"]')).toHaveCount(0)
  await expect(log.getByRole('link', { name: 'a real link' })).toHaveAttribute(
    'rel',
    /noopener noreferrer nofollow/,
  )
  expect(requests.filter((url) => url.includes('evil.example') || url === 'a dialog')).toEqual([])
})
