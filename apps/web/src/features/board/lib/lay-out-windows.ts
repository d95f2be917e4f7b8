import { countColumns, MIN_WINDOW_WIDTH, WINDOW_GAP, type ColumnChoice } from './count-columns.ts'

/** A folded window is a bar so wide. */
const FOLDED_WIDTH = 44
/** A window that sticks out by less still counts as seen. */
const TOLERANCE = 12

export interface Place {
  id: string
  left: number
  width: number
  isFolded: boolean
}

interface Room {
  ids: readonly string[]
  /** Of the board, in CSS pixels, without the padding. */
  width: number
  choice: ColumnChoice
  /** How much wider or narrower than a column a window was made. */
  shares: Readonly<Record<string, number>>
  folded: readonly string[]
}

interface Layout {
  /** The width of a window that was not made wider or narrower. */
  column: number
  places: Place[]
}

/** Where each window stands. What is beyond the width is reached sideways. */
export function layOutWindows({ ids, width, choice, shares, folded }: Room): Layout {
  const foldedCount = ids.filter((id) => folded.includes(id)).length
  const room = width - foldedCount * (FOLDED_WIDTH + WINDOW_GAP)
  const columns = countColumns({ windowCount: ids.length - foldedCount, width: room, choice })
  const column = Math.max(0, (room - (columns - 1) * WINDOW_GAP) / columns)
  const least = Math.min(MIN_WINDOW_WIDTH, column)
  let left = 0
  const places = ids.map((id) => {
    const isFolded = folded.includes(id)
    const open = Math.min(Math.max(least, column * (shares[id] ?? 1)), Math.max(least, width))
    const place = { id, left, width: isFolded ? FOLDED_WIDTH : open, isFolded }
    left += place.width + WINDOW_GAP
    return place
  })
  return { column, places }
}

/** The windows that are in view as a whole. */
export function findVisible(places: readonly Place[], view: { offset: number; width: number }): string[] {
  return places
    .filter(
      ({ left, width, isFolded }) =>
        !isFolded && left >= view.offset - TOLERANCE && left + width <= view.offset + view.width + TOLERANCE,
    )
    .map(({ id }) => id)
}

interface Pair {
  left: number
  right: number
  /** How far the edge between them goes to the right. */
  by: number
  /** No window gets wider than the board. */
  most: number
}

/** Widths after the edge between two windows was moved: what one gains the other gives, down to what can be read. */
export function movePairEdge({ left, right, by, most }: Pair): { left: number; right: number } {
  const wanted = Math.min(Math.max(left + by, Math.min(MIN_WINDOW_WIDTH, left)), Math.max(most, left))
  return { left: wanted, right: Math.max(Math.min(MIN_WINDOW_WIDTH, right), right - (wanted - left)) }
}

/** Before which window one that is held at `x` goes; the number of places where it goes to the end. */
export function findDropIndex(places: readonly Place[], x: number): number {
  const at = places.findIndex(({ left, width }) => x < left + width / 2)
  return at < 0 ? places.length : at
}
