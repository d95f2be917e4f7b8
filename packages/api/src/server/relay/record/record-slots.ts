import {
  addWindow,
  appendAttempt,
  appendTurns,
  findMessagesUnscoped,
  newId,
  writeHistory,
  type Database,
  type HistoryMessage,
  type ModelConfigRow,
  type SessionRecord,
  type TargetWindow,
  type WrittenTurn,
} from '@chatmore/db'
import { createHash } from 'node:crypto'
import { MAX_WINDOWS } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import type { ContextMessage } from '../../generation/ports.ts'
import { toHistory } from '../../generation/to-history.ts'
import { chooseWindowName } from '../../services/choose-window-name.ts'
import { keepFiles } from '../../services/require-files.ts'
import { cannotRecord } from './record-header.ts'
import { keepImages, type Told } from './record-images.ts'
import type { Place } from './record-place.ts'
import type { PlannedTurns, WriteParts } from './record-plan.ts'

/** Where the turn of one target goes. */
export interface Slot {
  window: Pick<TargetWindow, 'id' | 'model' | 'nextSeq'>
  /** Of the target's models the window's own. */
  model: ModelConfigRow
  /** What precedes the input. */
  history: ContextMessage[]
  isNew: boolean
  /** The answer in whose place another attempt comes. */
  failedId: string | null
}

export interface SlotTurn extends WrittenTurn {
  slot: Slot
}

interface Opening {
  planned: PlannedTurns
  session: SessionRecord
  places: (Place | null)[]
}

/** A slot for each target, in a new window with the turn's history where there is no place for it. */
export async function openSlots(tx: Database, parts: WriteParts, opening: Opening): Promise<Slot[]> {
  const { planned, places, session } = opening
  const missing = places.filter((place) => place === null).length
  if (session.windows.length + missing > MAX_WINDOWS) {
    throw cannotRecord(`is a session with no room for another window: ${MAX_WINDOWS} are the most`)
  }
  const history = missing > 0 ? await keepAll(tx, parts, planned.history) : []
  const taken = session.windows.map(({ name }) => name)
  const slots: Slot[] = []
  for (const [index, models] of planned.targets.entries()) {
    const place = places[index]
    slots.push(
      place ? toSlot(place, models) : await openWindow(tx, parts, { ...opening, models, history, taken }),
    )
  }
  const windowIds = slots.flatMap(({ window }, index) => (places[index] ? [] : [window.id]))
  await writeHistory(tx, { sessionId: session.id, windowIds, history })
  return slots
}

function toSlot({ window, history: rows, failedId }: Place, models: ModelConfigRow[]): Slot {
  const model = requireFound(
    models.find(({ id }) => id === window.model.id),
    'this model',
  )
  const input = failedId === null ? undefined : rows.findLast(({ role }) => role === 'user')
  const before = input ? rows.filter(({ seq }) => seq < input.seq) : rows
  return { window, model, failedId, isNew: false, history: toHistory(before) }
}

interface OpeningWindow extends Opening {
  models: ModelConfigRow[]
  history: HistoryMessage[]
  /** The names of windows, to which its own is added. */
  taken: string[]
}

async function openWindow(
  tx: Database,
  { scope }: WriteParts,
  { planned, session, models, history, taken }: OpeningWindow,
): Promise<Slot> {
  const model = requireFound(models[0], 'a model')
  const name = chooseWindowName(model.name, taken)
  taken.push(name)
  const { systemMessage, params } = planned
  const isShared = systemMessage === session.systemMessage
  const settings = { params, systemMessage: isShared ? null : (systemMessage ?? '') }
  const values = { sessionId: session.id, modelId: model.id, name, ...settings }
  const { id } = requireFound(await addWindow(tx, scope, values), 'this session')
  return {
    window: { id, model: { ...model, isPermitted: true, removed: false }, nextSeq: history.length + 1 },
    model,
    history: history.map((message, index) => ({ ...message, seq: index + 1 })),
    ...{ isNew: true, failedId: null },
  }
}

/** Messages with their images kept for good. */
async function keepAll(tx: Database, parts: WriteParts, told: Told[]): Promise<HistoryMessage[]> {
  const keeping = { scope: parts.scope, mostBytes: parts.uploads.mostBytes }
  const kept: HistoryMessage[] = []
  for (const each of told) kept.push(await keepImages(tx, keeping, each))
  const files = kept.flatMap(({ attachments = [] }) => attachments)
  await keepFiles(tx, [...new Map(files.map((file) => [file.id, file])).values()])
  return kept
}

interface Appending {
  planned: PlannedTurns
  session: SessionRecord
  slots: Slot[]
}

/** The input with a pending answer behind each slot's history. */
export async function appendNext(
  tx: Database,
  parts: WriteParts,
  { planned, session, slots }: Appending,
): Promise<SlotTurn[]> {
  if (slots.length === 0) return []
  const [input] = await keepAll(tx, parts, [planned.input])
  const clientMessageId = newId()
  const { turns } = await appendTurns(tx, {
    ...{ sessionId: session.id, clientMessageId, owner: parts.owner, purpose: 'relay' },
    requestHash: createHash('sha256').update(clientMessageId).digest('hex'),
    ...{ content: input?.content ?? '', attachments: input?.attachments },
    windows: slots.map(({ window }) => window),
  })
  return turns.flatMap((turn, index) => {
    const slot = slots[index]
    return slot ? [{ ...turn, slot }] : []
  })
}

/** A pending attempt in the place of each slot's failed one. */
export async function appendAgain(
  tx: Database,
  { scope, owner }: WriteParts,
  slots: Slot[],
): Promise<SlotTurn[]> {
  const turns: SlotTurn[] = []
  for (const slot of slots) {
    const values = { messageId: slot.failedId ?? '', owner, purpose: 'relay' as const, mayUse: () => true }
    const attempt = requireFound(await appendAttempt(tx, scope, values), 'this answer')
    if (attempt.outcome !== 'appended') throw new Error(`An attempt was not to be: ${attempt.outcome}.`)
    turns.push({ slot, ...(await readTurn(tx, attempt.assistantMessageId)) })
  }
  return turns
}

async function readTurn(tx: Database, answerId: string): Promise<WrittenTurn> {
  const [answer] = await findMessagesUnscoped(tx, [answerId])
  const [input] = await findMessagesUnscoped(tx, [answer?.replyToId ?? ''])
  return { answer: requireFound(answer, 'this answer'), input: requireFound(input, 'its input') }
}
