/** How high a turn is thought to be before any was seen, in CSS pixels. */
const FIRST_GUESS = 320

export interface TurnHeights {
  note(key: string, height: number): void
  /** As last seen; as high as the others are on average before that. */
  of(key: string): number
}

export function createTurnHeights(): TurnHeights {
  const seen = new Map<string, number>()
  let sum = 0
  return {
    note(key, height) {
      sum += height - (seen.get(key) ?? 0)
      seen.set(key, height)
    },
    of: (key) => seen.get(key) ?? (seen.size > 0 ? sum / seen.size : FIRST_GUESS),
  }
}

/** A stretch of the log in CSS pixels from its beginning. */
export interface Stretch {
  top: number
  bottom: number
}

/** The turns of which something lies in a stretch; the nearest one where none does. */
export function findTurns(keys: readonly string[], heights: TurnHeights, stretch: Stretch): string[] {
  const found: string[] = []
  let bottom = 0
  for (const key of keys) {
    const top = bottom
    bottom += heights.of(key)
    if (top >= stretch.bottom && found.length > 0) break
    if (bottom > stretch.top) found.push(key)
  }
  return found.length > 0 ? found : keys.slice(-1)
}

export function sumHeights(keys: readonly string[], heights: TurnHeights): number {
  return keys.reduce((sum, key) => sum + heights.of(key), 0)
}

/** A turn that is rendered, or space in its place. */
export interface LogItem {
  key: string
  /** Which turn it is. */
  index: number
  /** In CSS pixels; null for a turn that is rendered. */
  space: number | null
}

/** What a log consists of where these of its turns are rendered: each of the others is found by its space. */
export function listLogItems(
  keys: readonly string[],
  rendered: ReadonlySet<string>,
  heights: TurnHeights,
): LogItem[] {
  return keys.map((key, index) => ({ key, index, space: rendered.has(key) ? null : heights.of(key) }))
}
