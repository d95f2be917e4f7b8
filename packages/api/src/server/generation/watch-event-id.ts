const EVENT_ID = /^([0-9a-z]{8,9})-[0-9a-z]{1,11}$/

/** An event's id: the time up to which its watcher has been told everything, and a counter that makes it unique. */
export function toWatchEventId(toldUntil: Date, counter: number): string {
  return `${toldUntil.getTime().toString(36)}-${counter.toString(36)}`
}

/** The time within an event's id; null where it is none of ours, or from a time to come. */
export function parseWatchEventId(id: string | null | undefined, now: Date): Date | null {
  const milliseconds = Number.parseInt(EVENT_ID.exec(id ?? '')?.[1] ?? '', 36)
  const isPast = milliseconds <= now.getTime() + MAX_CLOCK_SKEW_MS
  return isPast ? new Date(milliseconds) : null
}

const MAX_CLOCK_SKEW_MS = 60_000
