/** The browser's own. */
export const WebSocket = globalThis.WebSocket
