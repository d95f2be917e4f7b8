import type { HistoryRow, TargetWindow } from '@chatmore/db'
import { cleanText } from '../../../contract/index.ts'
import { toHistory } from '../../generation/to-history.ts'
import type { Told } from './record-images.ts'

/** What was said before the input, and the input. */
export interface Turn {
  history: Told[]
  input: Told
}

/** Where a turn goes: behind a window's history, or as another attempt at its last input. */
export interface Place {
  window: TargetWindow
  history: HistoryRow[]
  /** The answer that failed. */
  failedId: string | null
}

const FAILED: ReadonlySet<string> = new Set(['error', 'interrupted', 'stopped'])

/**
 * The window whose own history is the turn's, in the order given; better still, one whose last input is the turn's, too, and
 * was not answered to the end. Texts are the same but for blanks around them, images by kind and size.
 */
export function findPlace(
  windows: TargetWindow[],
  histories: ReadonlyMap<string, HistoryRow[]>,
  turn: Turn,
): Place | null {
  const places = windows.flatMap((window) => {
    const history = histories.get(window.id)
    return history && window.runningMessageId === null ? [{ window, history }] : []
  })
  for (const place of places) {
    const failedId = findFailed(place.history, turn)
    if (failedId !== null) return { ...place, failedId }
  }
  const next = places.find(({ history }) => isSame(toHistory(history), turn.history))
  return next ? { ...next, failedId: null } : null
}

/**
 * Whether a window is left out for the sole reason that the last answer of the turn's history is not stored yet. Whoever asks
 * has it already.
 */
export function isAwaited(
  windows: TargetWindow[],
  histories: ReadonlyMap<string, HistoryRow[]>,
  { history }: Turn,
): boolean {
  if (history.at(-1)?.role !== 'assistant') return false
  return windows.some(({ id, runningMessageId }) => {
    const rows = histories.get(id) ?? []
    const running = rows.find((row) => row.id === runningMessageId)
    // What has an earlier attempt's answer does not wait for this one.
    if (!running || isSame(toHistory(rows), history)) return false
    const asked = rows.filter(({ replyToId }) => replyToId !== running.replyToId)
    return isSame(toHistory(asked), history.slice(0, -1))
  })
}

function findFailed(rows: HistoryRow[], { history, input }: Turn): string | null {
  const last = rows.findLast(({ role }) => role === 'user')
  if (!last || !isSame([last], [input])) return null
  const latest = rows
    .filter(({ replyToId }) => replyToId === last.id)
    .reduce<HistoryRow | null>((best, row) => (best && best.attempt > row.attempt ? best : row), null)
  if (!latest || !FAILED.has(latest.status)) return null
  const before = rows.filter(({ seq }) => seq < last.seq)
  return isSame(toHistory(before), history) ? latest.id : null
}

type Entry = Pick<HistoryRow, 'role' | 'content' | 'attachments'>

function isSame(entries: Entry[], told: Told[]): boolean {
  return entries.length === told.length && entries.every((entry, index) => isAlike(entry, told[index]))
}

function isAlike({ role, content, attachments = [] }: Entry, told: Told | undefined): boolean {
  if (told?.role !== role || told.images.length !== attachments.length) return false
  const hasImages = told.images.every(({ facts }, index) => {
    const file = attachments[index]
    return file?.mediaType === facts.mediaType && file.size === facts.size
  })
  return hasImages && normalise(content) === normalise(told.content)
}

const normalise = (text: string) => cleanText(text.replaceAll('\r\n', '\n')).trim()
