import { isInFlight, type Message } from '../../contract/index.ts'
import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import type { KeepText } from './body-keeper.ts'
import type { CountTokens } from './build-context.ts'
import type { DeltaFlusher } from './flush-deltas.ts'
import type { CheckpointLoop } from './checkpoint-loop.ts'
import { keepTrying } from './keep-trying.ts'
import { createLiveAnswer } from './live-answer.ts'
import { appendHeld, appendPiece, type LiveRun, type LiveRuns } from './live-runs.ts'
import type {
  AnswerEnd,
  AnswerListener,
  Clock,
  EventBus,
  LlmClient,
  Run,
  RunOutcome,
  RunPlan,
  RunStore,
} from './ports.ts'
import type { Leave, ModelQueues, QueuedCall } from './model-queues.ts'
import { runAnswer } from './run-answer.ts'

/** How long a run waits for a database that is away. Afterwards its row is left to the sweeper. */
const PATIENCE_MS = 60_000

export interface RunParts {
  live: LiveRuns
  store: RunStore
  bus: EventBus
  llm: LlmClient
  clock: Clock
  log: Log
  onRunChange?: ((userId: string) => void) | undefined
  countTokens: CountTokens
  keepText?: KeepText | undefined
  flusher: DeltaFlusher
  queues: ModelQueues
  /** Resolves when the next answer may begin. */
  takeTurn: () => Promise<void>
  checkpoints: CheckpointLoop
  /** Aborted when the process can wait for the database no longer. */
  patience: AbortSignal
}

type OpenedRun = LiveRun & { opened: NonNullable<LiveRun['opened']> }

/** Loads the plans that are missing in one go and carries each run through to its stored end. Never rejects. */
export async function conductRuns(parts: RunParts, runs: LiveRun[], prepared: RunPlan[] = []): Promise<void> {
  const plans = new Map(prepared.map((plan) => [plan.message.id, plan]))
  const unprepared = runs.filter((run) => !plans.has(run.messageId))
  for (const [id, plan] of await loadPlans(parts, unprepared)) plans.set(id, plan)
  await Promise.all(runs.map((run) => conductRun(parts, run, plans.get(run.messageId))))
}

async function loadPlans(parts: RunParts, runs: LiveRun[]): Promise<Map<string, RunPlan>> {
  if (runs.length === 0) return new Map()
  const messageIds = runs.map((run) => run.messageId)
  try {
    const plans = await whileDatabaseIsAway(parts, () => parts.store.loadPlans(messageIds))
    return new Map(plans.map((plan) => [plan.message.id, plan]))
  } catch (failure) {
    parts.log.error({ messageIds, error: describeError(failure) }, 'runs could not be loaded')
    return new Map()
  }
}

/** An answer that has no plan was stopped or taken meanwhile, and there is nothing to do. */
async function conductRun(parts: RunParts, run: LiveRun, plan: RunPlan | undefined): Promise<void> {
  try {
    await parts.takeTurn()
    if (plan) await openAndFinish(parts, run, plan)
  } catch (failure) {
    parts.log.error({ ref: run.messageId, error: describeError(failure) }, 'run broke off')
  }
  parts.live.end(run, null)
}

async function openAndFinish(parts: RunParts, run: LiveRun, plan: RunPlan): Promise<void> {
  const opened = Object.assign(run, { opened: { run: toRun(plan), answer: createLiveAnswer(plan.message) } })
  publishCreated(parts, plan)
  parts.onRunChange?.(plan.userId)
  const end = await answerInTurn(parts, opened, plan)
  appendHeld(run)
  parts.flusher.add(run)
  run.isEnding = true
  const stored = run.endReason === 'lost' ? null : await storeEnd(parts, opened, end)
  parts.flusher.drop(run)
  parts.live.end(run, stored && end.status)
  const message = stored ?? (await findEnded(parts, run))
  if (message) parts.bus.publish(message.sessionId, { type: 'message', message })
  parts.onRunChange?.(plan.userId)
}

/** What cannot be called does not wait. What is stopped while it waits ends as what is stopped before it is called. */
async function answerInTurn(parts: RunParts, run: OpenedRun, plan: RunPlan): Promise<AnswerEnd> {
  const { maxConcurrent = null, obstacle, message } = plan
  if (maxConcurrent === null || obstacle || message.modelId === null) return answer(parts, run, plan)
  const place = { modelId: message.modelId, userId: plan.userId, limit: maxConcurrent }
  const leave = await waitForTurn(parts, run, place)
  try {
    return await answer(parts, run, plan)
  } finally {
    leave()
  }
}

type Place = Pick<QueuedCall, 'modelId' | 'userId' | 'limit'>

/** Watchers are told where the answer stands, and once it is called. */
async function waitForTurn(parts: RunParts, run: OpenedRun, place: Place): Promise<Leave> {
  const onPlace = tellPlace(parts, run)
  const leave = await parts.queues.enter({ ...place, signal: run.controller.signal, onPlace })
  if (run.opened.answer.waiting !== undefined) onPlace(null)
  return leave
}

function tellPlace({ bus }: RunParts, { opened: { answer: live } }: OpenedRun) {
  const { message } = live
  return (waiting: number | null): void => {
    live.waiting = waiting
    bus.publish(message.sessionId, { type: 'message', message: { ...message, waiting } })
  }
}

/** Tells of the answer, and with its first attempt of the input too. */
function publishCreated({ bus }: RunParts, { message, input }: RunPlan): void {
  const created = message.attempt > 1 ? [message] : [input, message]
  for (const each of created) bus.publish(message.sessionId, { type: 'message', message: each })
}

function answer(parts: RunParts, run: OpenedRun, plan: RunPlan): Promise<AnswerEnd> {
  const listener: AnswerListener = {
    signal: run.controller.signal,
    abortedStatus: () => (run.endReason === 'stopped' ? 'stopped' : 'interrupted'),
    onDelta(channel, piece) {
      appendPiece(run, channel, piece)
      parts.flusher.add(run)
    },
  }
  if (plan.source) return plan.source({ ...listener, onPlace: tellPlace(parts, run) })
  return runAnswer(plan, {
    ...parts,
    ...listener,
    texts: () => textsOf(run),
    readFiles: (fileIds) => whileDatabaseIsAway(parts, () => parts.store.readFiles(fileIds)),
    gather: parts.flusher.gather,
  })
}

/** Null where the lease was lost, or the database stayed away. */
async function storeEnd(parts: RunParts, run: OpenedRun, end: AnswerEnd): Promise<Message | null> {
  const outcome: RunOutcome = { run: run.opened.run, ...end, ...textsOf(run) }
  try {
    return await whileDatabaseIsAway(parts, () => parts.store.finish(outcome))
  } catch (failure) {
    parts.log.error(
      { ref: run.messageId, error: describeError(failure) },
      'end of an answer could not be stored',
    )
    return null
  }
}

/** What another made of an answer that this instance lost. */
async function findEnded({ store, log }: RunParts, run: LiveRun): Promise<Message | null> {
  try {
    const [message] = await store.findMessages([run.messageId])
    return message && !isInFlight(message.status) ? message : null
  } catch (failure) {
    log.warn({ ref: run.messageId, error: describeError(failure) }, 'lost answer could not be read')
    return null
  }
}

/** Says once that it waits: many runs wait together, and each for many tries. */
function whileDatabaseIsAway<T>({ clock, log, patience }: RunParts, work: () => Promise<T>): Promise<T> {
  let warn = (failure: unknown) => {
    log.warn({ error: describeError(failure) }, 'run waits for the database')
    warn = () => {}
  }
  return keepTrying(work, {
    clock,
    withinMs: PATIENCE_MS,
    signal: patience,
    onFailure: (failure) => warn(failure),
  })
}

function textsOf({ opened: { answer } }: OpenedRun): { content: string; reasoning: string } {
  return { content: answer.content.toString(), reasoning: answer.reasoning.toString() }
}

/** The plan without its history, which is long and needed no longer once the request is built. */
function toRun(plan: RunPlan): Run {
  const { message, userId, workspaceId, lease, endpoint, params, timeouts, price, purpose } = plan
  return { message, userId, workspaceId, lease, endpoint, params, timeouts, price, purpose }
}
