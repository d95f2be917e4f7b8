import type { Ref } from 'vue'
import { useBoardStore } from './board-store.ts'
import { movePairEdge, type Place } from './lib/lay-out-windows.ts'

interface Parts {
  sessionId: () => string
  places: Ref<readonly Place[]>
  /** The width of a window that was not made wider or narrower. */
  column: Ref<number>
  /** Of the board. */
  width: Ref<number>
}

/** Makes windows wider and narrower by the gap to their right, and remembers how much. */
export function useWindowWidths({ sessionId, places, column, width }: Parts) {
  const board = useBoardStore()
  let held: { left: Place; right: Place | undefined } | null = null

  /** The open window that gives what the one at `index` takes. */
  function rightOf(index: number): Place | undefined {
    return places.value.slice(index + 1).find(({ isFolded }) => !isFolded)
  }

  function start(index: number): void {
    const left = places.value[index]
    held = left ? { left, right: rightOf(index) } : null
  }

  function move(by: number): void {
    if (!held || column.value <= 0) return
    const { left, right } = held
    const moved = movePairEdge({ left: left.width, right: right?.width ?? 0, by, most: width.value })
    const shares = { ...board.layoutOf(sessionId()).shares, [left.id]: moved.left / column.value }
    if (right) shares[right.id] = moved.right / column.value
    board.change(sessionId(), { shares })
  }

  function reset(index: number): void {
    const { shares } = board.layoutOf(sessionId())
    const ids = [places.value[index]?.id, rightOf(index)?.id]
    board.change(sessionId(), {
      shares: Object.fromEntries(Object.entries(shares).filter(([id]) => !ids.includes(id))),
    })
  }

  return { start, move, reset }
}
