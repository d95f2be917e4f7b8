/** One reads so far below the top of a log, as a part of its height: the turn that is there is the one that is read. */
const READING_LINE = 1 / 4
/** Nearer to the end than this is at the end. */
const NEAR_END = 48

const TURN = '[data-broadcast]'

/**
 * Brings the other logs to where one stands: to the same turn, as far into it, or to the end where that one is there.
 * @returns whether any of them moved
 */
export function alignTurns(leader: HTMLElement, logs: Iterable<HTMLElement>): boolean {
  const spot = isAtEnd(leader) ? null : findSpot(leader)
  let isMoved = false
  for (const log of logs) {
    if (log === leader) continue
    const before = log.scrollTop
    if (isAtEnd(leader)) log.scrollTop = log.scrollHeight
    else if (spot) goTo(log, spot)
    isMoved ||= Math.abs(log.scrollTop - before) >= 1
  }
  return isMoved
}

export function isAtEnd(log: HTMLElement): boolean {
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END
}

interface Spot {
  broadcast: string
  /** Where the log is read, in CSS pixels below its top. */
  line: number
  /** How far the turn's top is below the log's top; negative once it was scrolled past. */
  below: number
}

/** The turn that is read, or the next where that one's input went to no other window. */
function findSpot(log: HTMLElement): Spot | null {
  const { top } = log.getBoundingClientRect()
  const line = log.clientHeight * READING_LINE
  for (const turn of log.querySelectorAll<HTMLElement>(TURN)) {
    const box = turn.getBoundingClientRect()
    const { broadcast } = turn.dataset
    if (broadcast && box.bottom > top + line) return { broadcast, line, below: box.top - top }
  }
  return null
}

/** A window that did not get this input stays where it is. */
function goTo(log: HTMLElement, { broadcast, line, below }: Spot): void {
  const turn = log.querySelector<HTMLElement>(`[data-broadcast="${CSS.escape(broadcast)}"]`)
  if (!turn) return
  const box = turn.getBoundingClientRect()
  // Into a shorter answer not further than to its end.
  const wanted = Math.max(below, line - box.height)
  log.scrollTop += box.top - log.getBoundingClientRect().top - wanted
}
