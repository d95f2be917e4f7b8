import type { RecordedTurn } from './record-turn.ts'
import { STOPPED } from './record-turn.ts'
import type { RelayReply, RelayRequest } from './relay.ts'
import { stoppedRefusal } from './to-relay-refusal.ts'

/** Has calls made for a recorded turn, which ends with them, or ends them where somebody stops it. */
export async function inTurn(
  turn: RecordedTurn,
  { request, reply }: { request: RelayRequest; reply: RelayReply },
  ask: (request: RelayRequest) => Promise<void>,
): Promise<void> {
  const signal = AbortSignal.any([request.signal, turn.signal])
  try {
    await ask({ ...request, signal })
    await turn.close(null)
  } catch (error) {
    await turn.close({ error, signal })
    if (signal.reason !== STOPPED) throw error
  }
  if (signal.reason === STOPPED) reply.refuse(stoppedRefusal())
}
