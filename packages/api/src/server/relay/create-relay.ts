import type { Context } from '../context.ts'
import type { CallLog } from '../services/call-log.ts'
import { createHeldRights } from '../generation/held-rights.ts'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'
import { explainRefusal } from './explain-refusal.ts'
import { listRelayed, type RelayModel } from './list-relayed.ts'
import { identifyKey, relayCall } from './relay-call.ts'
import { createOpenTurns } from './record/open-turns.ts'
import { SERVER_STOPS, type RelayRefusal, type RelayReply, type RelayRequest } from './relay.ts'

/** The OpenAI-format endpoint for other programs. It knows of the calls that are open, to end them with the server. */
export function createRelay({ callLog, ...parts }: { callLog: CallLog; clock: Clock; log: Log }) {
  const { hold } = createHeldRights(parts)
  const open = new Map<Promise<void>, AbortController>()
  const turns = new Map<string, number>()
  const openTurns = createOpenTurns()

  function takeTurn(relayNameId: string): number {
    const turn = turns.get(relayNameId) ?? 0
    turns.set(relayNameId, turn + 1)
    return turn
  }

  async function answer(ctx: Context, request: RelayRequest, reply: RelayReply): Promise<void> {
    try {
      await relayCall({ ...ctx, takeTurn, openTurns, hold }, request, reply)
    } catch (error) {
      if (request.signal.reason !== SERVER_STOPS && request.signal.aborted) return
      reply.refuse(explainRefusal(ctx, error))
    }
  }

  return {
    /** Never rejects: a refusal is an answer too. */
    async call(ctx: Context, request: RelayRequest, reply: RelayReply): Promise<void> {
      const controller = new AbortController()
      const signal = AbortSignal.any([request.signal, controller.signal])
      const answering = answer(ctx, { ...request, signal }, reply)
      open.set(answering, controller)
      await answering
      open.delete(answering)
    },
    async listModels(ctx: Context): Promise<RelayModel[] | RelayRefusal> {
      try {
        return await listRelayed({ ...ctx, ...(await identifyKey(ctx)) })
      } catch (error) {
        return explainRefusal(ctx, error)
      }
    },
    explain: explainRefusal,
    /** Lets what is open end within so long, then ends it. Resolves once all of it is in the log. */
    async shutdown(graceMs: number): Promise<void> {
      const timer = setTimeout(() => {
        for (const controller of open.values()) controller.abort(SERVER_STOPS)
      }, graceMs)
      await Promise.all(open.keys())
      clearTimeout(timer)
      await callLog.close()
    },
  }
}
