import { STOPPED, type RecordedTurn } from './record-turn.ts'
import type { RelayReply, RelayRequest } from './relay.ts'
import { stoppedRefusal } from './to-relay-refusal.ts'

interface Exchange {
  request: RelayRequest
  reply: RelayReply
}

/** Has calls made for a recorded turn, which ends with them, or ends them where somebody stops it. */
export async function inTurn(
  turn: RecordedTurn,
  { request, reply }: Exchange,
  ask: (exchange: Exchange) => Promise<void>,
): Promise<void> {
  const signal = AbortSignal.any([request.signal, turn.signal])
  let isOver = false
  const end = () => {
    isOver = true
    reply.end()
  }
  try {
    await ask({ request: { ...request, signal }, reply: { ...reply, end } })
    await turn.close(null)
  } catch (error) {
    await turn.close({ error, signal })
    if (signal.reason !== STOPPED) throw error
  }
  // A stop that comes behind the last word takes nothing back.
  if (signal.reason === STOPPED && !isOver) reply.refuse(stoppedRefusal())
}
