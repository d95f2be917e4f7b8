import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What changes its colour bit by bit would be judged by a colour that is none of its own. */
const transitionsEnd = `Promise.allSettled(document.getAnimations()
  .filter((animation) => animation instanceof CSSTransition).map(({ finished }) => finished))`

interface Extent {
  /** A part of the page; else all of it. */
  within?: string
  /** These rules alone; else all that axe-core checks by itself. */
  rules?: string[]
}

/** Fails with the rules broken and where, as axe-core tells them (https://dequeuniversity.com/rules/axe/). */
export async function expectAccessible(page: Page, { within = 'html', rules }: Extent = {}): Promise<void> {
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) }
  await page.evaluate(`window.axe || (() => { ${axeSource} })()`)
  await page.evaluate(`${transitionsEnd}.then(() => undefined)`)
  const results = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)})`,
  )
  const broken = results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
  expect(broken).toEqual([])
}
