import {
  findMessagesUnscoped,
  findSessionUnscoped,
  interruptExpired,
  listChangedSince,
  listInFlight,
  loadRunRows,
  readBytesUnscoped,
  readTime,
  renewLeases,
  writeCheckpoints,
  type CallBodies,
  type Database,
  type FinishedRun,
} from '@chatmore/db'
import type { KeepText } from '../generation/body-keeper.ts'
import type { RunOutcome, RunStore } from '../generation/ports.ts'
import { toKeptBodies, writeAnswer } from './call-bodies.ts'
import { createEndWriter } from './create-end-writer.ts'
import { createFileReader } from './create-file-reader.ts'
import { estimateLost } from './estimate-lost.ts'
import { toPlan, type PlanParts } from './to-plan.ts'

export interface RunStoreParts extends PlanParts {
  database: Database
  /** This instance, as the leases name it. */
  owner: string
  /** Then every other owner is dead, and its leases need not run out first. */
  isSingleInstance: boolean
  /** Makes of what went over the wire what is kept of it; absent where nothing is. */
  keepText?: KeepText | undefined
}

/** The engine's store over the database. */
export function createRunStore(parts: RunStoreParts): RunStore {
  const { database, owner, isSingleInstance } = parts
  const writeEnd = createEndWriter(database)
  return {
    async loadPlans(messageIds) {
      const rows = await loadRunRows(database, messageIds, owner)
      return rows.map((row) => toPlan(parts, row))
    },
    checkpoint: (checkpoints) => writeCheckpoints(database, checkpoints),
    finish: async (outcome) => writeEnd(toFinishedRun(outcome, await keepBodies(parts, outcome))),
    renewLeases: (messageIds) => renewLeases(database, messageIds, owner),
    interruptExpired: () =>
      interruptExpired(database, {
        owner,
        includeUnexpired: isSingleInstance,
        // What was used is worth knowing; that the answers end is worth more.
        estimate: (messageIds) => estimateLost(parts, messageIds).catch(() => new Map()),
      }),
    listInFlight: (sessionId) => listInFlight(database, sessionId),
    listChangedSince: (sessionId, since) => listChangedSince(database, sessionId, since),
    findMessages: (messageIds) => findMessagesUnscoped(database, messageIds),
    readFiles: createFileReader((id) => readBytesUnscoped(database, id)),
    findSession: (sessionId) => findSessionUnscoped(database, sessionId),
    readTime: () => readTime(database),
  }
}

/** What was sent is deflated by now; the answer alone is still to be. */
async function keepBodies({ keepText }: RunStoreParts, outcome: RunOutcome): Promise<CallBodies | null> {
  const { request, response } = outcome
  if (!request || !keepText) return null
  return toKeptBodies(await request, await keepText(response ?? writeAnswer(outcome)))
}

function toFinishedRun(
  { run, httpStatus, errorDetail, startedAt, request: _, response: __, asCalled, ...end }: RunOutcome,
  bodies: CallBodies | null,
): FinishedRun {
  const { message, lease, userId, workspaceId, endpoint, price, purpose } = run
  return {
    ...end,
    messageId: message.id,
    lease,
    price: asCalled ? asCalled.price : price,
    answeredBy: asCalled?.id === message.modelId ? undefined : asCalled,
    call: {
      userId,
      workspaceId,
      modelId: message.modelId,
      upstreamModel: asCalled?.upstreamModel ?? endpoint.model,
      relay: asCalled?.relay,
      apiKeyId: asCalled?.apiKeyId,
      httpStatus,
      errorDetail,
      startedAt,
      purpose,
      bodies,
    },
  }
}
