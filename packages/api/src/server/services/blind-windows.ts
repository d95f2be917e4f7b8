import { randomInt } from 'node:crypto'
import type { WindowValues } from '@chatmore/db'
import { toLetters } from '../../contract/index.ts'

/** Windows in an order that tells nothing, named A, B, C by it: before they get their ids, which are sorted by time. */
export function toBlindWindows(windows: WindowValues[]): WindowValues[] {
  return shuffle(windows).map((window, index) => ({ ...window, name: toLetters(index) }))
}

/** Every order is as likely as any other: each item goes to a random place among those before it. */
function shuffle<Item>(items: readonly Item[]): Item[] {
  const shuffled: Item[] = []
  for (const item of items) shuffled.splice(randomInt(shuffled.length + 1), 0, item)
  return shuffled
}
