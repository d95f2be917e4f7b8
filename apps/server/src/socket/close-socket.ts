import type { WebSocket } from 'ws'

/** Whoever does not read has no use for a goodbye; others have got it by then. */
const TERMINATE_AFTER_MS = 2000

/** Codes of RFC 6455, and 1013 of IANA's registry. */
export const closeCodes = { goingAway: 1001, policyViolation: 1008, tryAgainLater: 1013 } as const

/** Closes with a code and a sentence for who debugs the client, and cuts the connection soon in any case. */
export function closeSocket(client: WebSocket, code: keyof typeof closeCodes, reason: string): void {
  client.close(closeCodes[code], reason)
  setTimeout(() => client.terminate(), TERMINATE_AFTER_MS).unref()
}
