import {
  findMessagesUnscoped,
  findSessionUnscoped,
  finishRun,
  interruptExpired,
  listChangedSince,
  listInFlight,
  loadRunRows,
  readTime,
  renewLeases,
  writeCheckpoints,
  type Database,
  type FinishedRun,
  type ModelConfigRow,
  type RunRow,
} from '@chatmore/db'
import { LlmError } from '@chatmore/llm'
import type { RunOutcome, RunPlan, RunStore } from '../generation/ports.ts'
import { toHistory } from '../generation/to-history.ts'
import { fillTimeouts } from './fill-timeouts.ts'
import type { SecretBox } from './secret-box.ts'

export interface RunStoreParts {
  database: Database
  secretBox: SecretBox
  /** This instance, as the leases name it. */
  owner: string
  /** The API base that stands in for the demo models' own. */
  demoUrl: string
  /** Then every other owner is dead, and its leases need not run out first. */
  isSingleInstance: boolean
}

/** The engine's store over the database. */
export function createRunStore(parts: RunStoreParts): RunStore {
  const { database, owner, isSingleInstance } = parts
  return {
    async loadPlans(messageIds) {
      const rows = await loadRunRows(database, messageIds, owner)
      return rows.map((row) => toPlan(parts, row))
    },
    checkpoint: (checkpoints) => writeCheckpoints(database, checkpoints),
    finish: (outcome) => finishRun(database, toFinishedRun(outcome)),
    renewLeases: (messageIds) => renewLeases(database, messageIds, owner),
    interruptExpired: () => interruptExpired(database, { owner, includeUnexpired: isSingleInstance }),
    listInFlight: (sessionId) => listInFlight(database, sessionId),
    listChangedSince: (sessionId, since) => listChangedSince(database, sessionId, since),
    findMessages: (messageIds) => findMessagesUnscoped(database, messageIds),
    findSession: (sessionId) => findSessionUnscoped(database, sessionId),
    readTime: () => readTime(database),
  }
}

function toPlan(parts: RunStoreParts, row: RunRow): RunPlan {
  const { message, input, lease, userId, workspaceId, model } = row
  const { apiKey, obstacle } = openKey(parts, model)
  return {
    message,
    input,
    lease,
    userId,
    workspaceId,
    endpoint: {
      apiBase: model.isDemo ? parts.demoUrl : model.apiBase,
      model: model.model,
      provider: model.provider,
      apiKey,
    },
    params: { ...model.extraConfig, ...row.windowParams },
    timeouts: fillTimeouts(model.timeouts),
    price: model.price,
    systemMessage: row.windowSystemMessage ?? row.sessionSystemMessage,
    history: [...toHistory(row.history), { role: 'user', content: input.content }],
    contextWindow: model.contextWindow,
    obstacle,
  }
}

/** A key that cannot be read concerns its own model's answers alone, so it is an obstacle of theirs. */
function openKey(
  { secretBox }: RunStoreParts,
  { id, apiKeyCipher }: ModelConfigRow,
): { apiKey: string | null; obstacle: LlmError | null } {
  if (apiKeyCipher === null) return { apiKey: null, obstacle: null }
  try {
    return { apiKey: secretBox.open(id, apiKeyCipher), obstacle: null }
  } catch (cause) {
    const message = 'The API key saved for this model cannot be read. An administrator must enter it again.'
    return { apiKey: null, obstacle: new LlmError({ code: 'KEY_REFUSED', message, cause }) }
  }
}

function toFinishedRun({ run, httpStatus, errorDetail, startedAt, ...end }: RunOutcome): FinishedRun {
  const { message, lease, userId, workspaceId, endpoint, price } = run
  return {
    ...end,
    messageId: message.id,
    lease,
    price,
    call: {
      userId,
      workspaceId,
      modelId: message.modelId,
      upstreamModel: endpoint.model,
      httpStatus,
      errorDetail,
      startedAt,
    },
  }
}
