import { createHash } from 'node:crypto'
import {
  appendTurns,
  createSession,
  listBlindSessions,
  noteBroadcast,
  readBroadcast,
  writeHistory,
  type Database,
  type ModelConfigRow,
  type SessionRecord,
} from '@chatmore/db'
import type { CallReplayInput, ReplayObstacle, ReplayResult, SendResult } from '../../contract/index.ts'
import { audited } from '../audit/audited.ts'
import type { Context } from '../context.ts'
import { invalidInput, notFound, requireFound } from '../errors/app-error.ts'
import { describeError } from '../errors/describe-error.ts'
import { chooseWindowName } from './choose-window-name.ts'
import { deriveSessionId } from './derive-session-id.ts'
import { prepareReplay, type Replay } from './prepare-replay.ts'
import { findReadCall, toReading, type Reader } from './read-calls.ts'
import { keepFiles } from './require-files.ts'
import { requireUsableModels } from './require-usable-models.ts'
import { requireSame } from './send-message.ts'
import { toTitle } from './to-title.ts'

type Parts = Context & Reader

const sentences: Record<ReplayObstacle, string> = {
  hidden: 'is a call of a session that hides its models: reveal them first',
  unrecorded: 'is a call of which nothing is on record that was sent, or no longer',
  cut: 'is a call whose request was longer than is kept on record',
  noInput: 'is no conversation that ends with an input',
  images: 'is a call with images, which are not yours or not there any more',
}

/**
 * Asks what a call asked once more, of each of these models in a window of its own: a new session with the recorded system
 * message and history, whose last input is sent. All of it is written together. A repeated `clientMessageId` gets the
 * first call's session.
 */
export async function replayCall(parts: Parts, input: CallReplayInput): Promise<ReplayResult> {
  const { database, scope, engine } = parts
  const sessionId = toSessionId(scope.userId, input)
  const earlier = await findEarlier(database, parts, { ...input, sessionId })
  const result = earlier ?? (await replay(parts, { ...input, sessionId }))
  engine.start(
    sessionId,
    result.turns.map((turn) => turn.assistantMessageId),
  )
  return { sessionId, ...result }
}

type Planned = CallReplayInput & { sessionId: string }

async function replay(parts: Parts, input: Planned): Promise<SendResult> {
  const read = requireFound(await findReadCall(parts, input.id), 'this call')
  const prepared = read.isHidden ? 'hidden' : await prepareReplay(parts, read.call)
  if (typeof prepared === 'string') throw invalidInput({ id: sentences[prepared] })
  const choices = input.modelIds.map((modelId, index) => ({ field: `modelIds.${index}`, modelId }))
  const models = await requireUsableModels(parts, choices)
  const reading = await toReading(parts, read, { replayed: true })
  const result = await audited(
    parts,
    async (tx, noteAudit) => {
      // Asked first: another's that commits between the two reads is then found by the second.
      const isTaken = (await listBlindSessions(tx, [input.sessionId])).has(input.sessionId)
      const earlier = await findEarlier(tx, parts, input)
      if (earlier) return earlier
      // A removed one, too, has its id for good.
      if (isTaken) throw notFound('the session of this replay')
      if (reading) noteAudit(reading)
      return write(tx, parts, { input, replay: prepared, models })
    },
    { isRepeatable: true },
  )
  await note(parts, input.sessionId, prepared)
  return result
}

interface Written {
  input: Planned
  replay: Replay
  models: Map<string, ModelConfigRow>
}

async function write(
  tx: Database,
  { scope, owner }: Parts,
  { input, replay: asked, models }: Written,
): Promise<SendResult> {
  const { sessionId, clientMessageId } = input
  const session = await createSession(tx, scope, { id: sessionId, ...toSession(input, asked, models) })
  const windowIds = session.windows.map(({ id }) => id)
  await writeHistory(tx, { sessionId, windowIds, history: asked.history })
  const files = [...asked.history, asked.input].flatMap(({ attachments = [] }) => attachments)
  await keepFiles(tx, [...new Map(files.map((file) => [file.id, file])).values()])
  const { result } = await appendTurns(tx, {
    ...{ sessionId, clientMessageId, requestHash: hashRequest(input), owner },
    ...{ content: asked.input.content, attachments: asked.input.attachments },
    windows: toTargets(session, models, asked.history.length + 1),
  })
  return result
}

function toSession(
  { modelIds, withParams }: Planned,
  { systemMessage, params }: Replay,
  models: Written['models'],
) {
  const taken: string[] = []
  const windows = modelIds.map((modelId) => {
    const name = chooseWindowName(models.get(modelId)?.name ?? '', taken)
    taken.push(name)
    return { modelId, name, params: withParams ? params : {} }
  })
  return { systemMessage, windows }
}

function toTargets({ windows }: SessionRecord, models: Written['models'], nextSeq: number) {
  return windows.map(({ id, modelId }) => {
    const model = requireFound(models.get(modelId), 'this model')
    return { id, model: { ...model, isPermitted: true, removed: false }, nextSeq }
  })
}

/** The session's title, as of any input. The answers run, whatever becomes of this. */
async function note(
  { database, log, notices, scope }: Parts,
  sessionId: string,
  { input }: Replay,
): Promise<void> {
  const names = (input.attachments ?? []).map(({ name }) => name).join(', ')
  try {
    await noteBroadcast(database, sessionId, toTitle(input.content || names))
    notices.note(scope.userId, 'session')
  } catch (failure) {
    log.warn(
      { sessionId, error: describeError(failure) },
      'a replayed input could not be noted on its session',
    )
  }
}

async function findEarlier(db: Database, { scope }: Parts, input: Planned): Promise<SendResult | null> {
  const state = await readBroadcast(db, scope, { ...input, windowIds: undefined })
  return state?.earlier ? requireSame(state.earlier, hashRequest(input)).result : null
}

/** Its time is the call's. */
function toSessionId(userId: string, { id, clientMessageId }: CallReplayInput): string {
  return deriveSessionId(id, ['replay', userId, id, clientMessageId])
}

function hashRequest({ id, modelIds, withParams = false }: CallReplayInput): string {
  return createHash('sha256')
    .update(JSON.stringify(['replay', id, modelIds, withParams]))
    .digest('hex')
}
