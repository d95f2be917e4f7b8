import type { Order } from '../load/order.ts'
import type { Receiver } from '../load/receiver.ts'

export type TurnOrder = Omit<Order, 'stream'>

/** One reader, such as a browser, with the answers that it watches. */
export interface Reader {
  /** Asks for an answer in each stream. Resolves when all have ended, each piece having gone to the receiver. */
  ask(order: TurnOrder, receiver: Receiver): Promise<void>
  close(): Promise<void>
}

/** Something that stands between readers and the upstream, as a process of its own. */
export interface Target {
  name: string
  pid: number
  openReader(streams: number[]): Promise<Reader>
  close(): Promise<void>
}
