import type { Database } from '../database.ts'
import { newId } from '../new-id.ts'
import type { MessageRecord, SendResultRecord } from '../records/message.ts'
import type { ModelConfigRow, ModelConfigValues } from '../records/model-config.ts'
import type { FinishedRun } from '../records/run.ts'
import type { Scope } from '../records/scope.ts'
import type { SessionRecord } from '../records/session.ts'
import { transact } from '../connection/transact.ts'
import { appendTurns } from '../repositories/messages/append-turns.ts'
import { noteBroadcast } from '../repositories/messages/note-broadcast.ts'
import { listTargetWindows } from '../repositories/messages/list-target-windows.ts'
import { createModelConfig } from '../repositories/models/create-model-config.ts'
import { finishRun } from '../repositories/runs/finish-run.ts'
import { loadRunRows } from '../repositories/runs/load-run-rows.ts'
import { createSession } from '../repositories/sessions/create-session.ts'
import { lockSession } from '../repositories/sessions/lock-session.ts'
import { createUser } from '../repositories/users/create-user.ts'

/** The instance that holds the leases in these tests. */
export const owner = 'instance-a'

export async function seedUser(db: Database): Promise<Scope> {
  const email = `${newId().toLowerCase()}@example.org`
  const user = await createUser(db, {
    email,
    nickname: 'Someone',
    passwordHash: 'hash',
    mayRegister: () => true,
  })
  if (!user) throw new Error('The user was not created.')
  return { userId: user.id }
}

export function seedModel(db: Database, values: Partial<ModelConfigValues> = {}): Promise<ModelConfigRow> {
  return createModelConfig(db, {
    name: 'Model',
    provider: 'openai',
    apiBase: 'https://api.example.org/v1',
    model: 'model-1',
    ...values,
  })
}

/** A session with so many windows on one model. */
export async function seedSession(db: Database, scope: Scope, windowCount = 2): Promise<SessionRecord> {
  const model = await seedModel(db)
  const windows = Array.from({ length: windowCount }, (_, index) => ({
    modelId: model.id,
    name: `Window ${index + 1}`,
  }))
  return createSession(db, scope, { windows })
}

interface SendValues {
  scope: Scope
  sessionId: string
  content?: string
  clientMessageId?: string
  title?: string
  owner?: string
}

/** Sends to every window of the session as the API does: locked, in one transaction. */
export function seedTurns(db: Database, values: SendValues): Promise<SendResultRecord> {
  return transact(db, async (tx) => {
    const session = await lockSession(tx, values.scope, values.sessionId)
    if (!session) throw new Error('There is no such session.')
    const { result } = await appendTurns(tx, {
      sessionId: session.id,
      clientMessageId: values.clientMessageId ?? newId(),
      requestHash: 'a'.repeat(64),
      content: values.content ?? 'Hello',
      windows: await listTargetWindows(tx, values.scope, session.id),
      owner: values.owner ?? owner,
    })
    await noteBroadcast(tx, session.id, values.title ?? '')
    return result
  })
}

/** A run as it ends well, to change one thing of. */
export function finishedRun(messageId: string, changes: Partial<FinishedRun> = {}): FinishedRun {
  return {
    messageId,
    lease: { owner, fence: 1 },
    status: 'done',
    content: 'Hi there',
    reasoning: '',
    finishReason: 'stop',
    errorCode: null,
    errorMessage: null,
    usage: { promptTokens: 10, completionTokens: 5, reasoningTokens: null, isEstimated: false },
    price: { currency: 'USD', inputPerMillion: '2.5', outputPerMillion: '10' },
    ttftMs: 120,
    latencyMs: 900,
    thinkingMs: null,
    asked: null,
    call: {
      userId: newId(),
      workspaceId: newId(),
      modelId: null,
      upstreamModel: 'model-1',
      httpStatus: 200,
      errorDetail: null,
      startedAt: new Date(),
    },
    ...changes,
  }
}

/** Ends an answer in flight as its owner does. */
export async function seedEnd(
  db: Database,
  messageId: string,
  changes: Partial<FinishedRun> = {},
): Promise<MessageRecord> {
  const [row] = await loadRunRows(db, [messageId], owner)
  if (!row) throw new Error('The answer is not pending.')
  const { userId, workspaceId, model } = row
  const call = { ...finishedRun(messageId).call, userId, workspaceId, modelId: model.id }
  const message = await finishRun(db, finishedRun(messageId, { lease: row.lease, call, ...changes }))
  if (!message) throw new Error('The answer was not ended.')
  return message
}
