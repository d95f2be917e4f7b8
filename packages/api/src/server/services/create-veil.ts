import { listBlindSessions, listBlindWindows, type Database } from '@chatmore/db'
import type { WatchEvent } from '../../contract/index.ts'
import { AppError } from '../errors/app-error.ts'
import { findTellingSessions, maskModels } from './mask-models.ts'

const MAX_KNOWN = 10_000
const WINDOW_FIELD = /^windows\.([0-9A-Z]{26})$/

/**
 * Hides the models of blind sessions in all that leaves the API. A session that shows its models never hides them again,
 * so this is remembered, and asked once for each session; that one hides them is asked each time.
 */
export interface Veil {
  /** What a procedure answers, as the caller may see it. */
  hide<Value>(value: Value): Promise<Value>
  /** An event of a session, at once where no model is hidden. */
  hideEvent<Event extends { type: string }>(sessionId: string, event: Event): Event | Promise<Event>
  /** A refusal may say which window's model cannot be called, but not its name. */
  hideError(error: unknown): Promise<unknown>
}

export function createVeil(database: Database): Veil {
  const open = new Set<string>()

  function noteOpen(sessionId: string): void {
    open.add(sessionId)
    const [oldest] = open
    if (open.size > MAX_KNOWN && oldest !== undefined) open.delete(oldest)
  }

  async function hide<Value>(value: Value): Promise<Value> {
    const asked = [...findTellingSessions(value)].filter((id) => !open.has(id))
    if (asked.length === 0) return value
    const known = await listBlindSessions(database, asked)
    for (const [id, isBlind] of known) if (!isBlind) noteOpen(id)
    // One that is not there any more is as good as hidden.
    const blind = new Set(asked.filter((id) => known.get(id) ?? true))
    return blind.size === 0 ? value : maskModels(value, blind)
  }

  return {
    hide,
    hideEvent(sessionId, event) {
      const tellsNothing = (event.type as WatchEvent['type']) === 'delta'
      return tellsNothing || open.has(sessionId) ? event : hide(event)
    },
    async hideError(error) {
      if (!(error instanceof AppError) || error.appCode !== 'MODEL_UNAVAILABLE') return error
      const windowIds = Object.keys(error.fields ?? {}).flatMap(
        (field) => WINDOW_FIELD.exec(field)?.[1] ?? [],
      )
      const blind = await listBlindWindows(database, windowIds)
      if (blind.length === 0) return error
      const rules = blind.map(({ id, name }) => [`windows.${id}`, `${name}: its model cannot be called now`])
      const message = rules.map(([, rule]) => rule).join('; ')
      return new AppError('MODEL_UNAVAILABLE', message, { fields: Object.fromEntries(rules) })
    },
  }
}
