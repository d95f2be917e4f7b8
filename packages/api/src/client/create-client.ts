import {
  createTRPCClient,
  createWSClient,
  getUntypedClient,
  httpBatchLink,
  splitLink,
  wsLink,
  type HTTPBatchLinkOptions,
  type TRPCUntypedClient,
} from '@trpc/client'
import { WebSocket } from '#websocket'
import type { AppRouter } from '../server/router.ts'
import type { CallOptions, Calls, Client, ConnectionState } from './client-types.ts'
import { procedureTypes } from './procedure-types.ts'
import { retryDelay } from './retry-delay.ts'
import { subscribeResumably } from './subscribe-resumably.ts'

/** The server refuses more calls in one batch. */
const MAX_BATCH_ITEMS = 20
/** Proxies refuse longer addresses; queries go by GET. */
const MAX_URL_LENGTH = 4000
/** An unused live connection is closed after this long. */
const IDLE_CLOSE_MS = 30_000

type Fetch = NonNullable<HTTPBatchLinkOptions<AppRouter['_def']['_config']['$types']>['fetch']>

export interface ClientOptions {
  /** The server's address, such as `http://127.0.0.1:3000`. */
  url: string
  /** An API key (`cm-...`). In a browser the sign-in cookie is used without it. */
  token?: string | undefined
  /** Used in place of the global `fetch`. */
  fetch?: Fetch | undefined
  /** Told when the live connection, which subscriptions use, changes its state. */
  onConnectionChange?: ((state: ConnectionState) => void) | undefined
}

/**
 * Makes a client of a ChatMore server. Calls go over HTTP, batched; subscriptions over one WebSocket that is opened when
 * needed, watched by pings and mended after a loss. A failed call throws an error of which `parseAppError` gives the code.
 */
export function createClient(options: ClientOptions): Client {
  const url = `${options.url.replace(/\/+$/, '')}/trpc`
  const connection = followConnection(options.onConnectionChange)
  const wsClient = createWSClient({
    url: url.replace(/^http/, 'ws'),
    WebSocket,
    lazy: { enabled: true, closeMs: IDLE_CLOSE_MS },
    keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 10_000 },
    retryDelayMs: (attempt) => retryDelay(attempt),
    connectionParams: options.token === undefined ? null : { token: options.token },
  })
  wsClient.connectionState.subscribe({ next: connection.follow })
  const trpc = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: wsLink({ client: wsClient }),
        false: httpBatchLink({
          url,
          maxItems: MAX_BATCH_ITEMS,
          maxURLLength: MAX_URL_LENGTH,
          ...toHttp(options),
        }),
      }),
    ],
  })
  const closing = new AbortController()
  return {
    ...bindCalls(getUntypedClient(trpc), closing.signal),
    trpc,
    get connectionState() {
      return connection.state()
    },
    async close() {
      closing.abort()
      await wsClient.close()
    },
  }
}

function toHttp({ token, fetch = globalThis.fetch as Fetch }: ClientOptions) {
  return {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    fetch: ((target, init) => fetch(target, { ...init, credentials: 'include' } as typeof init)) as Fetch,
  }
}

/** Tells what a live connection does in three words. tRPC's `idle`, before use or after a pause, is no loss. */
function followConnection(onChange: ClientOptions['onConnectionChange']) {
  let current: ConnectionState = 'connecting'
  return {
    state: () => current,
    follow({ state, error }: { state: 'idle' | 'connecting' | 'pending'; error: unknown }): void {
      const next =
        state === 'pending' ? 'open' : state === 'connecting' && error ? 'reconnecting' : 'connecting'
      if (next === current) return
      current = next
      onChange?.(next)
    },
  }
}

type Types = { readonly [name: string]: string | Types }

function bindCalls(untyped: TRPCUntypedClient<AppRouter>, closing: AbortSignal): Calls {
  const bind = (types: Types, path: string[]): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(types).map(([name, type]) => {
        const here = [...path, name]
        return [name, typeof type === 'string' ? toCall(here.join('.'), type) : bind(type, here)]
      }),
    )
  const toCall =
    (path: string, type: string) =>
    (input?: unknown, options: CallOptions = {}) => {
      if (type === 'query') return untyped.query(path, input, toRequest(options))
      if (type === 'mutation') return untyped.mutation(path, input, toRequest(options))
      return subscribeResumably({
        signal: options.signal ? AbortSignal.any([options.signal, closing]) : closing,
        open: (lastEventId, observer) =>
          untyped.subscription(path, { ...(input as object), batched: true, lastEventId }, observer),
      })
    }
  return bind(procedureTypes, []) as Calls
}

function toRequest({ signal }: CallOptions) {
  return signal ? { signal } : {}
}
