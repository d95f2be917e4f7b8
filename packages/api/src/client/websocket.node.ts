import { WebSocket as NodeWebSocket, type ClientOptions } from 'ws'

/** A lost network answers no goodbye. Waiting the usual thirty seconds for it would hold up the next connection. */
const options: ClientOptions & { closeTimeout: number } = { closeTimeout: 1000 }

class ImpatientWebSocket extends NodeWebSocket {
  constructor(url: string) {
    super(url, options)
  }
}

/** Node 20 has no WebSocket of its own. This one has the browser's interface, as far as tRPC's client uses it. */
export const WebSocket = ImpatientWebSocket as unknown as typeof globalThis.WebSocket
