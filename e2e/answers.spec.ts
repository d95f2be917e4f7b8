import { answer, controlled, inTurn } from '@chatmore/llm/testing'
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

/** What is fetched for the first of its kind, and what is very long, takes its time on a busy machine. */
const unhurried = { timeout: 90_000 }

const diagram = '```mermaid\ngraph TD\n  A[Question] --> B{Models}\n  B --> C[Answers]\n```'
const evilDiagrams = [
  '```mermaid\n%%{init: {"themeCSS": "* { background: url(https://evil.example/css.png) }"}}%%\ngraph TD\n A-->B\n```',
  '```mermaid\nflowchart TD\n A@{ img: "https://evil.example/shape.png", label: "x" }\n```',
  '```mermaid\ngraph TD\n A["<img src=https://evil.example/label.png onerror=alert(1)>"]-->B\n click A "javascript:alert(1)"\n```',
]

test('formulas, code and diagrams are shown as such once they are whole, and their sources where they cannot be', async ({
  page,
  upstream,
}) => {
  upstream.byDefault(controlled())
  await register(page)
  await openSession(page, upstream, ['Solo'])
  await sendToAll(page, 'Explain.')
  const log = windowOf(page, 'Solo').getByRole('log')
  const stream = await upstream.nextStream()
  stream.text('The sum $a^2 + b^2$ is\n')
  await expect(log.locator('code.md-math')).toHaveText('a^2 + b^2')
  stream.text('known.\n\n$$\n\\int_0^1 x\\,dx\n$$\n\nBroken: $\\frac{a$.\n\n')
  await expect(log.locator('.md-formula .katex')).toHaveCount(2, unhurried)
  stream.text(diagram.slice(0, -3))
  await expect(log.locator('.md-diagram')).toContainText('A[Question]')
  await expect(log.locator('.md-drawing')).toHaveCount(0)
  stream.text('```\n\n```mermaid\nnot a diagram\n```\n\n```ts\nconst a: number = 1\n```\n\nThe end.')
  await expect(log.locator('.md-drawing img')).toHaveJSProperty('complete', true, unhurried)
  await expect(log.locator('.md-diagram-note:visible')).toHaveCount(1, unhurried)
  await expect(log.locator('code[data-language="ts"] span').first()).toBeVisible(unhurried)
  stream.finish()
  await expect(log).toHaveAttribute('aria-busy', 'false')
  await expect(log.locator('code.md-math')).toHaveText('\\frac{a')

  const source = log.getByRole('button', { name: 'Source' })
  await expect(log.locator('.md-drawing')).toBeVisible()
  await source.press('Enter')
  await expect(log.locator('.md-drawing')).toBeHidden()
  await expect(log.getByText('A[Question] --> B{Models}')).toBeVisible()
  await source.press('Enter')
  const light = await log.locator('.md-drawing img').getAttribute('src')
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(log.locator('.md-drawing img')).not.toHaveAttribute('src', light!, unhurried)
  await expectAccessible(page)
})

test('an answer tells by its details what it took and what exactly its model saw', async ({
  page,
  upstream,
}) => {
  upstream.byDefault(answer({ reasoning: ['Let me see.'], text: ['A first answer.'] }))
  await register(page)
  const sessionId = await openSession(page, upstream, ['Solo'])
  const log = windowOf(page, 'Solo').getByRole('log')
  await sendToAll(page, 'What is it?')
  await expect(log).toContainText('A first answer.')
  await expect(log.getByRole('button', { name: /^Thought (for|briefly)/ })).toBeVisible()
  await sendToAll(page, 'And then?')
  await expect(log.getByRole('button', { name: 'Details of this answer' })).toHaveCount(2)
  // What the model saw does not change with the session.
  await callApi(page, 'session.update', { id: sessionId, systemMessage: 'Be rude.' })
  await page.reload()
  await expect(log.getByRole('button', { name: /^Thought (for|briefly)/ })).toHaveCount(2)

  await log.getByRole('button', { name: 'Details of this answer' }).last().press('Enter')
  const details = page.getByRole('dialog', { name: 'Details of this answer' })
  await expect(details).toContainText('Time to the first token')
  await expect(details).toContainText('Exactly these 3 messages were sent')
  const sent = details.locator('.messages li')
  await expect(sent).toHaveText([/You\s*What is it\?/, /Answer\s*A first answer\./, /You\s*And then\?/])
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()
})

test('nothing in an answer runs, loads or holds up the page before a click', async ({ page, upstream }) => {
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => requests.push('a dialog')))
  const attack = [
    '<script>alert(1)</script><img src="https://evil.example/a.png" onerror="alert(2)"><svg onload=alert(3)>',
    '![inline](https://evil.example/b.png) ![reference][r] [![nested](https://evil.example/d.png)](https://evil.example/e)',
    '[r]: https://evil.example/c.png',
    '[script](javascript:alert(4)) [data](data:text/html,<script>alert(5)</script>) <javascript:alert(6)>',
    '$\\href{javascript:alert(7)}{x}$ $\\includegraphics{https://evil.example/f.png}$',
    ...evilDiagrams,
    '<style>@import "https://evil.example/g.css"</style> <iframe src="https://evil.example/h"></iframe>',
    '[a real link](https://example.com/page) and the end of the attack.',
  ].join('\n\n')
  const hostile = [
    '>'.repeat(10_000),
    '- '.repeat(5000),
    '*a _b '.repeat(20_000),
    '['.repeat(300_000),
    '*'.repeat(200_000),
    'http://a.b '.repeat(20_000),
    `|${'a|'.repeat(10_000)}\n|${'-|'.repeat(10_000)}\n|${'b|'.repeat(10_000)}`,
    `\`\`\`js\n${'let x = 1\n'.repeat(50_000)}\`\`\``,
    `${'A sentence of a very long answer. '.repeat(30)}\n\n`.repeat(300),
  ]
  upstream.byDefault(
    inTurn(
      answer({ reasoning: [attack], text: [attack] }),
      answer([`${hostile.join('\n\n')}\n\nThe end of it.`]),
    ),
  )
  await register(page)
  await openSession(page, upstream, ['Solo'])
  const log = windowOf(page, 'Solo').getByRole('log')
  await sendToAll(page, `<img src="https://evil.example/i.png" onerror="alert(8)">${attack}`)
  await expect(log.getByRole('link', { name: 'a real link' })).toHaveAttribute(
    'rel',
    /noopener noreferrer nofollow/,
  )
  await log.getByRole('button', { name: /^Thought/ }).click()
  await expect(log.locator('.md-diagram-note:visible')).toHaveCount(evilDiagrams.length, unhurried)
  await expect(log).toContainText('<script>alert(1)</script>')
  await expect(
    log.locator('script, iframe, svg[onload], [onerror], a[href^="javascript"], a[href^="data"]'),
  ).toHaveCount(0)
  await expect(log.locator('img:not([src^="data:image/svg+xml,"])')).toHaveCount(0)
  await expect(log.getByRole('link', { name: 'inline' })).toContainText('evil.example')

  await sendToAll(page, 'Write without an end.')
  await expect(log.getByText('The end of it.')).toBeAttached(unhurried)
  await expect(log).toHaveAttribute('aria-busy', 'false', unhurried)
  await globalBox(page).fill('Still here.')
  await expect(globalBox(page)).toHaveValue('Still here.')
  expect(requests.filter((url) => url.includes('evil.example') || url === 'a dialog')).toEqual([])
})
