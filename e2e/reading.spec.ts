import { answer } from '@chatmore/llm/testing'
import { expect, openSession, register, sendToAll, test, windowOf } from './support/test.ts'

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
