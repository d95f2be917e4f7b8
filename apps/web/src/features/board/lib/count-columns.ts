export const MIN_WINDOW_WIDTH = 360
export const WINDOW_GAP = 8
const MOST_COLUMNS = 6

/** How many windows stand side by side: `auto` takes as many as fit. */
export type ColumnChoice = 'auto' | 1 | 2 | 3 | 4 | 5 | 6

export const columnChoices: readonly ColumnChoice[] = ['auto', 1, 2, 3, 4, 5, 6]

interface Room {
  windowCount: number
  /** In CSS pixels, without the padding. */
  width: number
  choice: ColumnChoice
}

/** Windows beyond the columns are reached by scrolling sideways: none gets narrower than can be read. */
export function countColumns({ windowCount, width, choice }: Room): number {
  const fitting = Math.floor((width + WINDOW_GAP) / (MIN_WINDOW_WIDTH + WINDOW_GAP))
  const wanted = choice === 'auto' ? MOST_COLUMNS : choice
  return Math.max(1, Math.min(windowCount, wanted, fitting))
}
