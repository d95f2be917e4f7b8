import type { ModelConfigRow } from '@chatmore/db'
import { askModel, type Asked } from './ask-model.ts'
import { explainRefusal } from './explain-refusal.ts'
import { holdReply } from './hold-reply.ts'
import { inTurn } from './in-turn.ts'
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
  return inTurn(turn, { request, reply }, (own) => ask(ctx, { ...asking, request: own.request }, own.reply))
}

async function ask(ctx: RelayContext, asking: Asking, reply: RelayReply): Promise<void> {
  const { target, ...shared } = asking
  const passing = { ...shared, turn: target.turn }
  const [model] = target.models
  if (!model) throw new Error('A target has no model.')
  if (!target.relayName) return askModel(ctx, { ...passing, model }, reply)
  const { name } = target.relayName
  let refusal: RelayRefusal | null = null
  for (const [at, each] of order(ctx, target).entries()) {
    const step = { ...passing, model: each, relay: { name, attempt: at + 1 } }
    refusal = await attempt(ctx, step, reply)
    if (!refusal || !isForOthers(refusal) || passing.request.signal.aborted) break
  }
  if (refusal) reply.refuse(refusal)
}

/** Resolves with why there is no answer, or with null once there was one, or the beginning of one. */
async function attempt(ctx: RelayContext, passing: Asked, reply: RelayReply): Promise<RelayRefusal | null> {
  const held = holdReply(reply)
  try {
    await askModel(ctx, passing, held.reply)
    return held.refusal()
  } catch (error) {
    return explainRefusal(ctx, error)
  }
}

/** Those whose keys are all set aside are asked only where the others' are, too. */
function order(ctx: RelayContext, { relayName, models }: RelayTarget): ModelConfigRow[] {
  const able = models.filter(hasKeyToUse)
  const asked = able.length > 0 ? able : models
  const first = relayName?.mode === 'balance' ? ctx.takeTurn(relayName.id) % asked.length : 0
  return [...asked.slice(first), ...asked.slice(0, first)]
}

function hasKeyToUse({ secrets }: ModelConfigRow): boolean {
  const keys = secrets.filter(({ kind }) => kind === 'key')
  const isUsable = ({ setAsideAt, restsUntil }: (typeof keys)[number]) =>
    setAsideAt === null && (restsUntil === null || Date.parse(restsUntil) <= Date.now())
  return keys.length === 0 || keys.some(isUsable)
}

/** What is wrong with the request itself another model would refuse as well. */
function isForOthers({ status }: RelayRefusal): boolean {
  return status === 429 || status >= 500
}
