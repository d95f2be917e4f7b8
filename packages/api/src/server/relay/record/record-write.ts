import {
  createSession,
  DuplicateKeyError,
  findSession,
  listHistoriesByInputs,
  listTargetWindows,
  lockSession,
  transact,
  type Database,
  type LockedSession,
  type SessionRecord,
} from '@chatmore/db'
import { setTimeout as delay } from 'node:timers/promises'
import { requireFound } from '../../errors/app-error.ts'
import { cannotRecord, noSuchSession } from './record-header.ts'
import { findPlace, isAwaited, type Place } from './record-place.ts'
import type { PlannedTurns, WriteParts } from './record-plan.ts'
import { appendNext, appendAgain, openSlots, type SlotTurn } from './record-slots.ts'

const MOST_TRIES = 3
/** How long the end of an answer is waited for that another instance is storing. */
const WAITS_MS = [50, 100, 200, 400, 800]

export interface WrittenTurns {
  session: LockedSession & Pick<SessionRecord, 'systemMessage'>
  /** In the order of the targets. */
  turns: SlotTurn[]
}

/**
 * Writes the input and its pending answers into the windows where they belong, with the windows that there are none of yet,
 * in one transaction. Whoever sends into the same window at the same time comes before or behind it.
 */
export async function writeTurns(
  parts: WriteParts,
  planned: PlannedTurns,
  wait: (ms: number) => Promise<unknown> = delay,
): Promise<WrittenTurns> {
  for (const ms of WAITS_MS) {
    const written = await tryToWrite(parts, { planned, isPatient: true })
    if (written) return written
    await wait(ms)
  }
  return requireFound(await tryToWrite(parts, { planned, isPatient: false }), 'a turn')
}

interface Attempt {
  planned: PlannedTurns
  /** Whether nothing is to be written while the answer that the turn follows is not stored. */
  isPatient: boolean
}

async function tryToWrite(parts: WriteParts, attempt: Attempt): Promise<WrittenTurns | null> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transact(parts.database, (tx) => write(tx, parts, attempt))
    } catch (error) {
      if (!(error instanceof DuplicateKeyError) || tries === MOST_TRIES) throw error
    }
  }
}

async function write(
  tx: Database,
  parts: WriteParts,
  { planned, isPatient }: Attempt,
): Promise<WrittenTurns | null> {
  const session = await openSession(tx, parts, planned)
  const { places, isIncomplete } = await findPlaces(tx, parts, { planned, session })
  if (isIncomplete && isPatient) return null
  const slots = await openSlots(tx, parts, { planned, session, places })
  const next = slots.filter(({ failedId }) => failedId === null)
  const again = slots.filter(({ failedId }) => failedId !== null)
  const turns = [
    ...(await appendNext(tx, parts, { planned, session, slots: next })),
    ...(await appendAgain(tx, parts, again)),
  ]
  const locked = requireFound(await lockSession(tx, parts.scope, session.id), 'this session')
  return {
    session: { ...locked, systemMessage: session.systemMessage },
    turns: slots.map((slot) =>
      requireFound(
        turns.find((turn) => turn.slot === slot),
        'a turn',
      ),
    ),
  }
}

async function openSession(
  tx: Database,
  { scope }: WriteParts,
  { sessionId, systemMessage }: PlannedTurns,
): Promise<SessionRecord> {
  if (sessionId === null) return createSession(tx, scope, { systemMessage, windows: [] })
  // Locked, so that of two that go on with one conversation the second sees what the first has written.
  const session = (await lockSession(tx, scope, sessionId)) && (await findSession(tx, scope, sessionId))
  if (!session) throw noSuchSession()
  if (session.blind) throw cannotRecord('is a session that hides its models: reveal them first')
  return session
}

interface Places {
  /** Null for a target that gets a window of its own. No two of one call share a window. */
  places: (Place | null)[]
  /** Whether one of these would have had a place once the answer before it is stored. */
  isIncomplete: boolean
}

async function findPlaces(
  tx: Database,
  { scope }: WriteParts,
  { planned, session }: { planned: PlannedTurns; session: SessionRecord },
): Promise<Places> {
  const ids = new Set(planned.targets.flat().map(({ id }) => id))
  const windows = (await listTargetWindows(tx, scope, session.id)).filter(({ model }) => ids.has(model.id))
  const inputs = planned.history.filter(({ role }) => role === 'user').length
  const windowIds = windows.map(({ id }) => id)
  const histories = await listHistoriesByInputs(tx, windowIds, { least: inputs, most: inputs + 1 })
  let isIncomplete = false
  const places = planned.targets.map((models) => {
    const own = windows.filter(({ model }) => models.some(({ id }) => id === model.id))
    const place = findPlace(own, histories, planned)
    if (place) histories.delete(place.window.id)
    else isIncomplete ||= isAwaited(own, histories, planned)
    return place
  })
  return { places, isIncomplete }
}
