import { createWSClient, type TRPCWebSocketClient } from '@trpc/client'
import { WebSocket } from '#websocket'
import type { ConnectionState } from './client-types.ts'
import { toPromptSocket } from './prompt-socket.ts'
import { retryDelay } from './retry-delay.ts'
import type { WakeableWaits } from './wakeable-waits.ts'

/** An unused live connection is closed after this long. */
const IDLE_CLOSE_MS = 30_000
/** Both together tell within forty seconds that nobody is on the other side any more. */
const PING_MS = 20_000
const PONG_MS = 10_000
/** How long an answer may take that is asked for when the connection is in doubt. */
const PROBE_MS = 3000

const PromptSocket = toPromptSocket(WebSocket)

export interface LiveConnection {
  wsClient: TRPCWebSocketClient
  state(): ConnectionState
  /** Finds out at once whether the connection still stands. */
  probe(): void
}

interface LiveConnectionParts {
  url: string
  token: string | undefined
  onChange: ((state: ConnectionState) => void) | undefined
  /** Between attempts to connect. */
  waits: WakeableWaits
  /** Once it aborts there is no other attempt. */
  closing: AbortSignal
}

/** The one WebSocket of a client: opened when needed, watched by pings, and opened anew after a loss. */
export function createLiveConnection(parts: LiveConnectionParts): LiveConnection {
  const { url, token, onChange, waits, closing } = parts
  const following = followState(onChange)
  let delay = 0
  const wsClient = createWSClient({
    // tRPC's own wait before an attempt can neither be ended nor cut short. This one can.
    url: async () => {
      const wait = delay
      delay = 0
      if (wait > 0) await waits.wait(wait, closing)
      closing.throwIfAborted()
      return url
    },
    retryDelayMs(attempt) {
      delay = retryDelay(attempt)
      return 0
    },
    WebSocket: PromptSocket,
    lazy: { enabled: true, closeMs: IDLE_CLOSE_MS },
    keepAlive: { enabled: true, intervalMs: PING_MS, pongTimeoutMs: PONG_MS },
    connectionParams: token === undefined ? null : { token },
  })
  wsClient.connectionState.subscribe({ next: following.follow })
  return {
    wsClient,
    state: following.state,
    probe() {
      const { connection } = wsClient
      if (connection?.state === 'open') probeSocket(connection.ws)
    },
  }
}

/** Whatever is heard of it will do; of one that says nothing nothing more is to be expected. */
function probeSocket(socket: globalThis.WebSocket): void {
  const timer = setTimeout(() => socket.close(), PROBE_MS)
  const onHeard = () => {
    clearTimeout(timer)
    socket.removeEventListener('message', onHeard)
    socket.removeEventListener('close', onHeard)
  }
  socket.addEventListener('message', onHeard)
  socket.addEventListener('close', onHeard)
  socket.send('PING')
}

/** Tells what a live connection does in three words. tRPC's `idle`, before use or after a pause, is no loss. */
function followState(onChange: LiveConnectionParts['onChange']) {
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
