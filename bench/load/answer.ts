import type { Socket } from 'node:net'
import type { Order } from './order.ts'
import { toStart } from './script.ts'

/** An answer that the scripted upstream writes. Times are those of `performance.now()`. */
export interface Answer extends Order {
  readonly socket: Socket
  /** Where in the script's cycle it starts. */
  readonly start: number
  readonly requestedAt: number
  /** When each token was written; empty for an answer without pace. */
  readonly writtenAt: Float64Array
  written: number
  /** How many tokens its reader has, where that is told. */
  arrived: number | null
  isOver: boolean
}

export function createAnswer(order: Order, socket: Socket): Answer {
  return {
    ...order,
    socket,
    start: toStart(order.stream, order.turn),
    requestedAt: performance.now(),
    writtenAt: new Float64Array(order.rate > 0 ? order.tokens : 1),
    written: 0,
    arrived: null,
    isOver: false,
  }
}
