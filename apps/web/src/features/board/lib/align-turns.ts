/** A turn of which less than this is left in view counts as passed, in CSS pixels. */
const SLIVER = 24
/** Nearer to the end than this is at the end. */
const NEAR_END = 48

const TURN = '[data-broadcast]'

/** Brings the other logs to where one stands: to the same turn, as far into it, or to the end where that one is there. */
export function alignTurns(leader: HTMLElement, logs: Iterable<HTMLElement>): void {
  const isAtEnd = leader.scrollHeight - leader.scrollTop - leader.clientHeight < NEAR_END
  const spot = isAtEnd ? null : findSpot(leader)
  for (const log of logs) {
    if (log === leader) continue
    if (isAtEnd) log.scrollTop = log.scrollHeight
    else if (spot) goTo(log, spot)
  }
}

interface Spot {
  broadcast: string
  /** How far the turn's top is below the log's top; negative once it was scrolled past. */
  below: number
}

/** The first turn of which something is to be seen. */
function findSpot(log: HTMLElement): Spot | null {
  const top = log.getBoundingClientRect().top
  for (const turn of log.querySelectorAll<HTMLElement>(TURN)) {
    const box = turn.getBoundingClientRect()
    const { broadcast } = turn.dataset
    if (broadcast && box.bottom - top > SLIVER) return { broadcast, below: box.top - top }
  }
  return null
}

/** A window that did not get this input stays where it is. */
function goTo(log: HTMLElement, { broadcast, below }: Spot): void {
  const turn = log.querySelector<HTMLElement>(`[data-broadcast="${CSS.escape(broadcast)}"]`)
  if (!turn) return
  const box = turn.getBoundingClientRect()
  // Into a shorter answer not further than to its end.
  const wanted = Math.max(below, SLIVER - box.height)
  log.scrollTop += box.top - log.getBoundingClientRect().top - wanted
}
