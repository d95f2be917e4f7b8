import type { WebSocket } from 'ws'
import type { Timings } from '../timings.ts'

export interface Heartbeat {
  /** Pings when it is time. False when the last ping has not been answered in time. */
  beat(now: number): boolean
  /** Counts the client as heard from, where it could not have been heard. */
  excuse(now: number): void
}

/** Pings by the protocol's own frames, which every client answers by itself, even a page whose scripts are asleep. */
export function createHeartbeat(
  client: Pick<WebSocket, 'ping' | 'on'>,
  { pingEvery, pongWithin }: Pick<Timings, 'pingEvery' | 'pongWithin'>,
): Heartbeat {
  let isAnswered = true
  let since: number | null = null
  client.on('pong', () => (isAnswered = true))
  return {
    beat(now) {
      since ??= now
      if (isAnswered && now - since >= pingEvery) {
        isAnswered = false
        since = now
        client.ping()
      }
      return isAnswered || now - since < pongWithin
    },
    excuse(now) {
      isAnswered = true
      since = now
    },
  }
}
