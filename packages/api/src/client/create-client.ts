import {
  createTRPCClient,
  getUntypedClient,
  httpBatchLink,
  splitLink,
  wsLink,
  type HTTPBatchLinkOptions,
} from '@trpc/client'
import type { AppRouter } from '../server/router.ts'
import { bindCalls } from './bind-calls.ts'
import type { Client, ConnectionState } from './client-types.ts'
import { createLiveConnection } from './live-connection.ts'
import { toForeignAnswer } from './retry-unanswered.ts'
import { nameAddress } from './name-address.ts'
import { toAddress } from './to-address.ts'
import { uploadFile } from './upload-file.ts'
import { createWakeableWaits } from './wakeable-waits.ts'

/** The server refuses more calls in one batch. */
const MAX_BATCH_ITEMS = 20
/** Proxies refuse longer addresses; queries go by GET. */
const MAX_URL_LENGTH = 4000
const SEND_RETRY_MS = 60_000

type Fetch = NonNullable<HTTPBatchLinkOptions<AppRouter['_def']['_config']['$types']>['fetch']>

/** How to reach a server, and as whom. */
export interface ClientOptions {
  /** The server's address, such as `http://127.0.0.1:3000`; on a page a path of its own server, too. Throws for any other. */
  url: string
  /** An API key (`cm-...`). In a browser the sign-in cookie is used without it. */
  token?: string | undefined
  /** Used in place of the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined
  /** Told when the live connection, which subscriptions use, changes its state. */
  onConnectionChange?: ((state: ConnectionState) => void) | undefined
  /**
   * For how many milliseconds `message.send` goes on trying when no answer comes (no network, a proxy's 502, 503 or 504) or
   * the server says `BUSY` or `UNAVAILABLE`; 60,000 by default, 0 for one try. It waits at random between 0.2 and at most 10
   * seconds from try to try. All tries carry the same `clientMessageId`, under which the server writes one message.
   */
  sendRetryMs?: number | undefined
}

/**
 * Makes a client of a ChatMore server. Calls go over HTTP, batched; subscriptions over one WebSocket that is opened when
 * needed, watched by pings and mended after a loss, where each subscription goes on after the last event that came. A
 * failed call throws an error of which `parseAppError` gives the code; no call but `message.send` is made again by itself.
 */
export function createClient(options: ClientOptions): Client {
  const address = toAddress(options.url)
  const url = `${address}/trpc`
  const fetch = nameAddress(options.fetch ?? globalThis.fetch, address)
  const closing = new AbortController()
  const waits = createWakeableWaits()
  const live = createLiveConnection({
    url: url.replace(/^http/, 'ws'),
    token: options.token,
    onChange: options.onConnectionChange,
    waits,
    closing: closing.signal,
  })
  const trpc = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: wsLink({ client: live.wsClient }),
        false: httpBatchLink({
          url,
          maxItems: MAX_BATCH_ITEMS,
          maxURLLength: MAX_URL_LENGTH,
          ...toHttp({ ...options, fetch }),
        }),
      }),
    ],
  })
  const calls = bindCalls({
    untyped: getUntypedClient(trpc),
    closing: closing.signal,
    waits,
    sendRetryMs: options.sendRetryMs ?? SEND_RETRY_MS,
  })
  return {
    ...calls,
    trpc,
    uploadFile: (file, name, { signal: given } = {}) => {
      const signal = AbortSignal.any(given ? [given, closing.signal] : [closing.signal])
      return uploadFile({ ...toUpload({ ...options, fetch }), url: address, signal }, file, name)
    },
    get connectionState() {
      return live.state()
    },
    wake() {
      waits.wake()
      live.probe()
    },
    async close() {
      closing.abort()
      waits.end()
      await live.wsClient.close()
    },
  }
}

interface HttpParts {
  token?: string | undefined
  fetch: typeof globalThis.fetch
}

function toHttp({ token, fetch }: HttpParts) {
  const ask: Fetch = async (target, init) => {
    const response = await fetch(
      target as string,
      {
        ...init,
        credentials: toCredentials(token),
      } as RequestInit,
    )
    const { headers, status } = response
    if (!headers.get('content-type')?.includes('json')) throw toForeignAnswer(status)
    return response
  }
  return { headers: toHeaders({ token }), fetch: ask }
}

function toUpload({ token, fetch }: HttpParts) {
  return { headers: toHeaders({ token }), credentials: toCredentials(token), fetch }
}

function toHeaders({ token }: Pick<ClientOptions, 'token'>): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

/** Browsers refuse to show a page of another origin what was asked for with cookies. A key needs none. */
function toCredentials(token: string | undefined): NonNullable<RequestInit['credentials']> {
  return token === undefined ? 'include' : 'same-origin'
}
