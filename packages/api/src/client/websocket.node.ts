import { WebSocket as NodeWebSocket } from 'ws'

/** Node 20 has no WebSocket of its own. This one has the browser's interface, as far as tRPC's client uses it. */
export const WebSocket = NodeWebSocket as unknown as typeof globalThis.WebSocket
