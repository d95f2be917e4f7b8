import type { Context } from '../../context.ts'
import { explainRefusal } from '../explain-refusal.ts'
import { STOPPED, type Failure, type RecordedTurn } from './record-turn.ts'
import { SERVER_STOPS, type RelayReply, type RelayRequest } from '../relay.ts'
import { stoppedRefusal } from '../to-relay-refusal.ts'

interface Exchange {
  request: RelayRequest
  reply: RelayReply
}

/**
 * Has calls made for a recorded turn, which ends with them, or ends them where somebody stops it. Whoever asked is told first:
 * the end of the turn may have to wait for the database.
 */
export async function inTurn(
  ctx: Context & { turn: RecordedTurn },
  { request, reply }: Exchange,
  ask: (exchange: Exchange) => Promise<void>,
): Promise<void> {
  const { turn } = ctx
  const signal = AbortSignal.any([request.signal, turn.signal])
  let isWhole = false
  const own: RelayReply = {
    ...reply,
    end() {
      isWhole = true
      turn.noteGiven()
      reply.end()
    },
    refuse(refusal) {
      turn.noteGiven()
      reply.refuse(refusal)
    },
  }
  let failure: Failure | null = null
  try {
    await ask({ request: { ...request, signal }, reply: own })
  } catch (error) {
    failure = { error, signal }
  }
  // A stop that comes behind the last word takes nothing back.
  if (signal.reason === STOPPED) {
    if (!isWhole) own.refuse(stoppedRefusal())
  } else if (failure && !hasLeft(request)) own.refuse(explainRefusal(ctx, failure.error))
  await turn.close(failure)
}

const hasLeft = ({ signal }: RelayRequest) => signal.aborted && signal.reason !== SERVER_STOPS
