import { createHash } from 'node:crypto'
import {
  addWindow,
  appendTurns,
  findEarlierSend,
  findSession,
  findWindow,
  noteBroadcast,
  transact,
  type Database,
  type ModelConfigRow,
  type Scope,
  type SessionRecord,
} from '@chatmore/db'
import { MAX_WINDOWS, toLetters, type MergeResult, type MessageMergeInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput, requireFound } from '../errors/app-error.ts'
import { chooseWindowName } from './choose-window-name.ts'
import { composeMergeInput } from './compose-merge-input.ts'
import { requireUsableModels } from './require-usable-models.ts'
import { requireSame } from './send-message.ts'

type Parts = Pick<Dependencies, 'database' | 'engine' | 'demo' | 'owner'> & { scope: Scope }

/**
 * Has one model make one answer of several, in a window of its own that takes no global input. Window, input and pending
 * answer are written together. A repeated `clientMessageId` gets the first call's result.
 */
export async function mergeAnswers(parts: Parts, input: MessageMergeInput): Promise<MergeResult> {
  const { database, engine } = parts
  const result = (await findEarlier(database, parts, input)) ?? (await merge(parts, input))
  engine.start(input.sessionId, [result.turn.assistantMessageId])
  await noteBroadcast(database, input.sessionId, '')
  await engine.announceSession(input.sessionId)
  return result
}

async function merge(parts: Parts, input: MessageMergeInput): Promise<MergeResult> {
  const { database, scope } = parts
  const session = requireFound(await findSession(database, scope, input.sessionId), 'this session')
  if (session.windows.length >= MAX_WINDOWS) {
    throw invalidInput({ sessionId: `is a session with ${MAX_WINDOWS} windows, which is the most` })
  }
  const models = await requireUsableModels(parts, [{ field: 'modelId', modelId: input.modelId }])
  const model = requireFound(models.get(input.modelId), 'this model')
  const content = await composeMergeInput(parts, { input, session, model })
  return transact(
    database,
    async (tx) =>
      (await findEarlier(tx, parts, input)) ?? write(tx, parts, { input, session, model, content }),
    { isRepeatable: true },
  )
}

interface Planned {
  input: MessageMergeInput
  session: SessionRecord
  model: ModelConfigRow
  content: string
}

async function write(
  tx: Database,
  { scope, owner }: Parts,
  { input, session, model, content }: Planned,
): Promise<MergeResult> {
  const { sessionId, clientMessageId } = input
  const values = { sessionId, modelId: model.id, name: chooseName(session, model), useGlobalInput: false }
  const window = requireFound(await addWindow(tx, scope, values), 'this session')
  const target = { id: window.id, model: { ...model, isPermitted: true, removed: false }, nextSeq: 1 }
  const requestHash = hashRequest(input)
  const { result } = await appendTurns(tx, {
    ...{ sessionId, clientMessageId, requestHash, content, owner },
    windows: [target],
    purpose: 'merge',
  })
  return { window, turn: requireFound(result.turns[0], 'the turn') }
}

async function findEarlier(
  db: Database,
  { scope }: Parts,
  input: MessageMergeInput,
): Promise<MergeResult | null> {
  const earlier = await findEarlierSend(db, scope, input)
  if (!earlier) return null
  const { turn } = requireSame(earlier, hashRequest(input))
  return { window: requireFound(await findWindow(db, scope, turn.windowId), 'this window'), turn }
}

/** After its model, as any window, but for where models are hidden: there it gets the next letter. */
function chooseName({ blind, windows }: SessionRecord, model: ModelConfigRow): string {
  const taken = windows.map(({ name }) => name)
  return chooseWindowName(blind ? toLetters(windows.length) : model.name, taken)
}

/** What makes two merges the same. The order of the answers does not. */
function hashRequest({ sessionId, messageIds, modelId, prompt }: MessageMergeInput): string {
  const answers = [...new Set(messageIds)].sort()
  return createHash('sha256')
    .update(JSON.stringify(['merge', sessionId, answers, modelId, prompt]))
    .digest('hex')
}
