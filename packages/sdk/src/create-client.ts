import {
  createClient as createApiClient,
  createWakeableWaits,
  type ApiClient,
  type ClientOptions,
} from '@chatmore/api/client'
import { ask } from './ask/ask.ts'
import type { AskInput, AskOptions, Asking } from './ask/asking.ts'
import type { AskParts } from './ask/ask-parts.ts'

/** How long closing waits for answers to be stopped. */
const FINISH_MS = 1000
const SEND_RETRY_MS = 60_000

/** A client of one server: every procedure as a typed call, subscriptions as async iterables, and `ask`. */
export interface Client extends ApiClient {
  /**
   * The tRPC client that the calls are made with, for who builds bindings on it. Untyped, as the types of this package need no
   * other one: a program that has the server's types gives it them, `client.trpc as TRPCClient<AppRouter>`. Its calls are made
   * once, and its subscriptions are not mended.
   */
  readonly trpc: unknown
  /**
   * Sends an input to many models and gives their answers, to loop over as they come and to await as a whole:
   *
   * ```ts
   * const asking = client.ask({ models: ['GPT-5', 'DeepSeek'], content: 'Why is the sky blue?' })
   * for await (const event of asking) if (event.type === 'delta') process.stdout.write(event.text)
   * const { answers } = await asking
   * ```
   *
   * The input is sent until the server has it, for as long as `sendRetryMs` says, and answered once however often it was
   * sent. A lost connection is mended and nothing of the answers is missed. That a model fails is an answer with the status
   * `error`; what throws is the server's refusal (`isAppError`), such as `NOT_FOUND` for a model or a session that is not
   * there or `WINDOW_BUSY` for one that still answers, or an aborted `signal`.
   */
  ask(input: AskInput, options?: AskOptions): Asking
  /**
   * Ends every call, subscription and `ask`, and closes the live connection. Answers go on at the server, but for those that
   * were aborted before: it waits up to a second for them to be stopped.
   */
  close(): Promise<void>
}

/**
 * Makes a client of a ChatMore server. Calls go over HTTP, those of one moment together; subscriptions over one WebSocket that
 * is opened when needed, watched by pings and mended after a loss, where each goes on after the last event that came. A call
 * that the server refuses throws an `AppError`. No call but `message.send`, and so `ask`, is made again by itself.
 */
export function createClient(options: ClientOptions): Client {
  const api = createApiClient(options)
  const { trpc, connectionState: _state, ...calls } = api
  const waits = createWakeableWaits()
  const closing = new AbortController()
  const finishing = new Set<Promise<unknown>>()
  const parts: AskParts = {
    client: api,
    send: (input, signal) => trpc.message.send.mutate(input, { signal }),
    sendRetryMs: options.sendRetryMs ?? SEND_RETRY_MS,
    waits,
    closing: closing.signal,
    finish(work) {
      const finished = work.catch(() => {}).finally(() => finishing.delete(finished))
      finishing.add(finished)
    },
  }
  return {
    ...calls,
    trpc,
    ask: (input, askOptions) => ask(parts, input, askOptions),
    get connectionState() {
      return api.connectionState
    },
    wake() {
      waits.wake()
      api.wake()
    },
    async close() {
      const enough = new AbortController()
      void Promise.all(finishing).then(() => enough.abort())
      if (finishing.size > 0) await createWakeableWaits().wait(FINISH_MS, enough.signal)
      closing.abort(new DOMException('The client was closed', 'AbortError'))
      waits.end()
      await api.close()
    },
  }
}
