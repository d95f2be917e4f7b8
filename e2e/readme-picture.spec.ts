import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { controlled } from '@chatmore/llm/testing'
import { expect, openSession, register, sendToAll, test, windowOf } from './support/test.ts'

const shots = fileURLToPath(new URL('./results/shots', import.meta.url))
mkdirSync(shots, { recursive: true })

test.use({ viewport: { width: 1440, height: 840 }, deviceScaleFactor: 1.5 })

const brief = `Because binary fractions cannot hold **0.1** or **0.2** exactly. Each is rounded to the nearest number that fits in 53 bits, and the two small errors add up to one that shows:

\`\`\`js
0.1 + 0.2 // 0.30000000000000004
\`\`\`

Compare with a tolerance instead:

\`\`\`js
const isClose = (a, b) =>
  Math.abs(a - b) < Number.EPSILON
\`\`\`
`
const thorough = `### What is stored

| written | stored |
|---|---|
| 0.1 | 0.1000000000000000055… |
| 0.2 | 0.2000000000000000111… |
| sum | 0.3000000000000000444… |
| 0.3 | 0.2999999999999999889… |

The sum rounds to the neighbour *above* 0.3, while the literal \`0.3\` rounds to the one *below*.

1. For money, count in cents.
2. For measurements, compare with a tolerance.
3. For exact decimals, use a decimal library.
`
const local = `0.1 is like ⅓ on paper: 0.333… never ends, so you stop somewhere. A computer stops after 53 binary digits.

Add two numbers that were cut short, and`

test('the picture of the README shows three models answering one question', async ({ page, upstream }) => {
  upstream.byDefault(controlled())
  await register(page, 'grace@example.com')
  await openSession(page, upstream, ['brief-mini', 'thorough-large', 'local-llama'])
  await sendToAll(page, 'Why is 0.1 + 0.2 not 0.3?')
  const [first, second, third] = await Promise.all(
    ['brief-mini', 'thorough-large', 'local-llama'].map((model) => upstream.nextStream({ model })),
  )
  first!.text(brief)
  first!.usage({ prompt_tokens: 16, completion_tokens: 118 })
  first!.finish()
  second!.text(thorough)
  second!.usage({ prompt_tokens: 16, completion_tokens: 187 })
  second!.finish()
  third!.text(local)
  await expect(windowOf(page, 'local-llama')).toContainText('cut short, and')
  await expect(windowOf(page, 'thorough-large').getByRole('table')).toBeVisible()
  await expect(windowOf(page, 'brief-mini').locator('pre .line, pre span').first()).toBeVisible()
  await page.screenshot({ path: `${shots}/readme.png`, animations: 'disabled' })
})
