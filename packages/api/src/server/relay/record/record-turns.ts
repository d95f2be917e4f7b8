import { noteBroadcast, type Scope } from '@chatmore/db'
import { describeError } from '../../errors/describe-error.ts'
import { toSystem } from '../../generation/build-context.ts'
import { toAsked } from '../../generation/asked-with.ts'
import type { RunPlan } from '../../generation/ports.ts'
import { toPlan } from '../../services/to-plan.ts'
import { toTitle } from '../../services/to-title.ts'
import type { RelayKey } from '../limit-key.ts'
import type { RelayContext } from '../relay-context.ts'
import type { RelayBody } from '../read-relay-body.ts'
import { cannotRecord, readSessionHeader } from './record-header.ts'
import { inspectImages } from './record-images.ts'
import { readConversation } from './record-messages.ts'
import type { PlannedTurns } from './record-plan.ts'
import type { SlotTurn } from './record-slots.ts'
import { createRecordedTurn, type RecordedTurn } from './record-turn.ts'
import { writeTurns, type WrittenTurns } from './record-write.ts'
import type { RelayRequest } from '../relay.ts'
import type { RelayTarget } from '../resolve-targets.ts'

interface Asked {
  request: RelayRequest
  body: RelayBody
  userId: string
  key: Pick<RelayKey, 'scope'>
}

/**
 * Records a call as a conversation, where its request wants that: its input and pending answers are written before any model
 * is asked, and the answers are runs of the engine's from then on. Gives each target the turn that it writes. Throws where
 * that cannot be done; what comes later never keeps the answer from whoever asked.
 */
export async function recordTurns(
  ctx: RelayContext,
  { request, body, userId, key: { scope } }: Asked,
  targets: RelayTarget[],
): Promise<RelayTarget[]> {
  const sessionId = readSessionHeader(request)
  if (sessionId === undefined) return targets
  const conversation = readConversation(body.text)
  if (typeof conversation === 'string') throw cannotRecord(conversation)
  if (sessionId !== null) await ctx.openTurns.settle(sessionId)
  const planned: PlannedTurns = {
    ...conversation,
    ...{ sessionId, targets: targets.map(({ models }) => models) },
    history: await Promise.all(conversation.history.map(inspectImages)),
    input: await inspectImages(conversation.input),
  }
  const written = await writeTurns({ ...ctx, scope }, planned)
  request.record?.tell(written.session.id)
  const turns = await start(ctx, { ...planned, userId }, written)
  void note(ctx, scope, written)
  return targets.map((target, index) => ({ ...target, turn: turns[index] }))
}

/** A new session is watched by nobody yet; of another who watches is shown a window before what is said in it. */
async function start(
  ctx: RelayContext,
  planned: PlannedTurns & Scope,
  { session, turns }: WrittenTurns,
): Promise<RecordedTurn[]> {
  const hasNewWindow = turns.some(({ slot }) => slot.isNew)
  if (planned.sessionId !== null && hasNewWindow) await ctx.engine.announceSession(session.id)
  const recorded = turns.map((turn) =>
    createRecordedTurn({
      ...ctx,
      ...{ messageId: turn.answer.id, sessionId: session.id, asked: describeAsked(planned, turn) },
    }),
  )
  const plans = turns.map((turn, index) =>
    toRelayedPlan(ctx, { userId: planned.userId, session, turn, recorded: recorded[index] }),
  )
  ctx.engine.start(
    session.id,
    turns.map(({ answer }) => answer.id),
    plans,
  )
  ctx.openTurns.add(session.id, recorded)
  return recorded
}

interface Relayed {
  userId: string
  session: WrittenTurns['session']
  turn: SlotTurn
  recorded: RecordedTurn | undefined
}

function toRelayedPlan(ctx: RelayContext, { userId, session, turn, recorded }: Relayed): RunPlan {
  const { slot, answer: message, input } = turn
  const plan = toPlan(ctx, {
    ...{ message, input, lease: { owner: ctx.owner, fence: 1 }, purpose: 'relay' },
    ...{ userId, workspaceId: session.workspaceId, model: slot.model },
    ...{ windowParams: {}, windowSystemMessage: null, sessionSystemMessage: null, history: [] },
  })
  // The relay has its own place in the queue, and says itself why a model cannot be asked.
  return { ...plan, maxConcurrent: null, obstacle: null, source: recorded?.source }
}

/** What was sent, by the places in the window where it stands. */
function describeAsked({ systemMessage, params }: PlannedTurns, { slot, input }: SlotTurn) {
  const { role, content, attachments, seq } = input
  const context = [...toSystem(systemMessage), ...slot.history, { role, content, attachments, seq }]
  return toAsked({ params, vision: true }, context)
}

/** What the session shows of it, as of any input. */
async function note(ctx: RelayContext, scope: Scope, { session, turns }: WrittenTurns): Promise<void> {
  const { database, engine, titles, notices, log } = ctx
  const { id: sessionId, workspaceId, title, initialBroadcastDone } = session
  const messageIds = turns.map(({ answer }) => answer.id)
  const content = turns.map(({ input }) => nameInput(input)).at(0) ?? ''
  try {
    const isThere = await noteBroadcast(database, sessionId, toTitle(content))
    notices.note(scope.userId, 'session')
    if (!isThere) return void (await engine.stop(messageIds))
    if (title === '' || !initialBroadcastDone) await engine.announceSession(sessionId)
    await engine.announceMessages(
      sessionId,
      turns.flatMap(({ slot }) => slot.failedId ?? []),
    )
    const isFirst = !initialBroadcastDone && title === ''
    if (isFirst) titles.make({ scope, workspaceId, sessionId, content, messageIds })
  } catch (failure) {
    log.warn(
      { sessionId, error: describeError(failure) },
      'a relayed input could not be noted on its session',
    )
  }
}

function nameInput({ content, attachments = [] }: SlotTurn['input']): string {
  return content || attachments.map(({ name }) => name).join(', ')
}
