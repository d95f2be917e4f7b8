import type { ModelConfigRow } from '@chatmore/db'
import { AppError } from '../errors/app-error.ts'
import { beginAt } from '../services/begin-at.ts'
import { toModelKey } from '../services/to-model.ts'
import { askModel, type Asked } from './ask-model.ts'
import { explainRefusal } from './explain-refusal.ts'
import { holdReply } from './hold-reply.ts'
import { inTurn } from './record/in-turn.ts'
import type { RelayContext } from './relay-context.ts'
import type { RelayRefusal, RelayReply } from './relay.ts'
import type { RelayTarget } from './resolve-targets.ts'

export interface Asking extends Omit<Asked, 'model' | 'relay' | 'turn'> {
  target: RelayTarget
}

/**
 * Asks a model, or those behind a relay name one after the other until one begins to answer. What the last of them is refused
 * with is told. Throws for what ChatMore itself refuses where a model is asked by its own name.
 */
export async function askTarget(ctx: RelayContext, asking: Asking, reply: RelayReply): Promise<void> {
  const { turn } = asking.target
  if (!turn) return ask(ctx, asking, reply)
  const { request } = asking
  return inTurn({ ...ctx, turn }, { request, reply }, (own) =>
    ask(ctx, { ...asking, request: own.request }, own.reply),
  )
}

async function ask(ctx: RelayContext, asking: Asking, reply: RelayReply): Promise<void> {
  const { target, ...shared } = asking
  const passing = { ...shared, turn: target.turn }
  const [model] = target.models
  if (!model) throw new Error('A target has no model.')
  if (!target.relayName) return askModel(ctx, { ...passing, model }, reply)
  const { name } = target.relayName
  let refused: Refused | null = null
  for (const [at, each] of order(ctx, target).entries()) {
    const step = { ...passing, model: each, relay: { name, attempt: at + 1 } }
    refused = await attempt(ctx, step, reply)
    if (!refused?.isForOthers || passing.request.signal.aborted) break
  }
  if (refused) reply.refuse(refused.refusal)
}

interface Refused {
  refusal: RelayRefusal
  /** Whether another model may do better. What is wrong with the request itself that one would refuse as well. */
  isForOthers: boolean
}

/** Resolves with why there is no answer, or with null once there was one, or the beginning of one. */
async function attempt(ctx: RelayContext, passing: Asked, reply: RelayReply): Promise<Refused | null> {
  const held = holdReply(reply)
  try {
    await askModel(ctx, passing, held.reply)
    const refusal = held.refusal()
    return refusal && { refusal, isForOthers: isPassing(refusal) }
  } catch (error) {
    const refusal = explainRefusal(ctx, error)
    // It went away while its call waited.
    const isGone = error instanceof AppError && error.appCode === 'NOT_FOUND'
    return { refusal, isForOthers: isGone || isPassing(refusal) }
  }
}

/** Those whose keys are all set aside are asked only where the others' are, too. */
function order(ctx: RelayContext, { relayName, models }: RelayTarget): ModelConfigRow[] {
  const able = models.filter(hasKeyToUse)
  const asked = able.length > 0 ? able : models
  return relayName?.mode === 'balance' ? beginAt(asked, ctx.takeTurn(relayName.id)) : asked
}

function hasKeyToUse({ secrets }: ModelConfigRow): boolean {
  const keys = secrets.filter(({ kind }) => kind === 'key')
  return keys.length === 0 || keys.some((key) => toModelKey(key).state === 'inTurn')
}

function isPassing({ status }: RelayRefusal): boolean {
  return status === 429 || status >= 500
}
