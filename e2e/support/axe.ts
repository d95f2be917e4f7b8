import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Fails with the rules broken and where, as axe-core tells them (https://dequeuniversity.com/rules/axe/), in a part of the page or in all. */
export async function expectAccessible(page: Page, within = 'html'): Promise<void> {
  await page.evaluate(axeSource)
  const results = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(within)}, { resultTypes: ["violations"] })`,
  )
  const broken = results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
  expect(broken).toEqual([])
}
