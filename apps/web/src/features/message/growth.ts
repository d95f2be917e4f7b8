import type { Message } from '@chatmore/api/contract'

/** How often an answer changes in a window out of view: whoever gets there finds it of half a second ago, for a frame. */
const AWAY_MS = 500

/** Which answers have text that the page does not show yet, and which of them are due. */
export interface Growth {
  note(message: Message): void
  /** The page shows all of it. */
  settle(messageId: string): void
  forget(messageId: string): void
  noteView(windowId: string, isInView: boolean): void
  /**
   * The answers to show now: all of those in view, and of those out of view the one that has waited longest. So a frame has
   * about the same to do however many windows there are.
   */
  takeDue(time: number): string[]
  isWaiting(): boolean
}

export function createGrowth(): Growth {
  const grown = new Map<string, string>()
  const away = new Set<string>()
  const shownAt = new Map<string, number>()

  const shownAtOf = (id: string) => shownAt.get(id) ?? -Infinity

  function takeDue(time: number): string[] {
    const isAway = ([, windowId]: [string, string]) => away.has(windowId)
    const hidden = [...grown].filter(isAway).map(([id]) => id)
    const longest = hidden.sort((one, other) => shownAtOf(one) - shownAtOf(other))[0]
    const due = [...grown.keys()].filter((id) => !hidden.includes(id))
    if (longest !== undefined && time - shownAtOf(longest) >= AWAY_MS) due.push(longest)
    for (const id of due) shownAt.set(id, time)
    return due
  }

  return {
    note: ({ id, windowId }) => void grown.set(id, windowId),
    settle: (id) => void grown.delete(id),
    forget: (id) => {
      grown.delete(id)
      shownAt.delete(id)
    },
    noteView: (windowId, isInView) => void (isInView ? away.delete(windowId) : away.add(windowId)),
    takeDue,
    isWaiting: () => grown.size > 0,
  }
}
