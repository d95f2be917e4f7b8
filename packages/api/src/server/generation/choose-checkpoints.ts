import { lengthOf } from './live-answer.ts'
import { unsavedLength, type LiveRun } from './live-runs.ts'
import type { Clock } from './ports.ts'

/** The lease lasts 15 seconds: two renewals may fail. */
const RENEW_MS = 4000
/** A text is written whole, so that a long one costs more: it is written once it is far ahead of its row, or with its lease. */
const LONG_LENGTH = 32_768
const FAR_AHEAD_LENGTH = 2048
/** What fits into one statement: MariaDB's default `max_allowed_packet` is 16 MB, and a unit takes up to three bytes. */
const MAX_ROWS = 500
const MAX_LENGTH = 2_000_000

/** The runs whose texts the next statement writes: the furthest ahead of their rows first, as many as fit into it. */
export function chooseCheckpoints(runs: LiveRun[], clock: Clock): LiveRun[] {
  const isOld = isRenewalDue(clock)
  const due = runs.filter((run) => !run.isEnding && unsavedLength(run) > 0 && (isCheap(run) || isOld(run)))
  due.sort((one, other) => unsavedLength(other) - unsavedLength(one))
  return takeWhatFits(due)
}

export function isRenewalDue(clock: Clock): (run: LiveRun) => boolean {
  const before = clock.monotonic() - RENEW_MS
  return (run) => run.renewedAt <= before
}

function isCheap(run: LiveRun): boolean {
  return textLength(run) <= LONG_LENGTH || unsavedLength(run) > FAR_AHEAD_LENGTH
}

/** At least the first, however long it is. */
function takeWhatFits(runs: LiveRun[]): LiveRun[] {
  let length = 0
  const tooMany = runs.findIndex((run, index) => {
    length += textLength(run)
    return index > 0 && (index >= MAX_ROWS || length > MAX_LENGTH)
  })
  return tooMany < 0 ? runs : runs.slice(0, tooMany)
}

function textLength({ opened }: LiveRun): number {
  return opened ? lengthOf(opened.answer) : 0
}
