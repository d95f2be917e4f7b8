import type { TRPCUntypedClient } from '@trpc/client'
import type { AppRouter } from '../server/router.ts'
import type { CallOptions, Calls } from './client-types.ts'
import { procedureTypes } from './procedure-types.ts'
import { retryUnanswered } from './retry-unanswered.ts'
import { subscribeResumably } from './subscribe-resumably.ts'
import type { WakeableWaits } from './wakeable-waits.ts'

interface BindParts {
  untyped: TRPCUntypedClient<AppRouter>
  /** Ends every call and subscription. */
  closing: AbortSignal
  waits: WakeableWaits
  sendRetryMs: number
}

type Types = { readonly [name: string]: string | Types }

/** The procedures of a tRPC client as plain functions, by their types. */
export function bindCalls(parts: BindParts): Calls {
  const bind = (types: Types, path: string[]): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(types).map(([name, type]) => {
        const here = [...path, name]
        return [name, typeof type === 'string' ? toCall(parts, here.join('.'), type) : bind(type, here)]
      }),
    )
  return bind(procedureTypes, []) as Calls
}

function toCall({ untyped, closing, waits, sendRetryMs }: BindParts, path: string, type: string) {
  return (input?: unknown, options: CallOptions = {}) => {
    // One of its own for each call: many listeners on one signal make Node suspect a leak.
    const signal = AbortSignal.any(options.signal ? [options.signal, closing] : [closing])
    if (type === 'query') return untyped.query(path, input, { signal })
    if (type === 'subscription') {
      return subscribeResumably({
        signal,
        schedule: (delayMs, callback) => scheduleOn(waits, delayMs, callback),
        open: (lastEventId, observer) =>
          untyped.subscription(path, { ...(input as object), batched: true, lastEventId }, observer),
      })
    }
    if (path !== 'message.send') return untyped.mutation(path, input, { signal })
    return retryUnanswered((within) => untyped.mutation(path, input, { signal: within }), {
      forMs: sendRetryMs,
      signal,
      waits,
    })
  }
}

function scheduleOn(waits: WakeableWaits, delayMs: number, callback: () => void): () => void {
  const cancelling = new AbortController()
  void waits.wait(delayMs, cancelling.signal).then(() => {
    if (!cancelling.signal.aborted) callback()
  })
  return () => cancelling.abort()
}
