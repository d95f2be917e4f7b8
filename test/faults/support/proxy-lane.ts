import type { Socket } from 'node:net'

/**
 * What happens to the bytes of a connection. `stall` keeps them until another fault is set; `black-hole` swallows them, and
 * the end of the connection too, as a network does that has lost the other side.
 */
export type LaneFault = 'pass' | 'stall' | 'black-hole' | { delayMs: number }

/** What to do with a chunk before it goes on: `hold` keeps it and everything behind it until the lane is released. */
export type Verdict = 'pass' | 'hold'

export interface LaneOptions {
  from: Socket
  to: Socket
  fault(): LaneFault
  inspect(chunk: Buffer): Verdict
  /** Called once when as many bytes have passed as `cutAfter` allowed. */
  onCut(): void
}

/** One direction of a connection through the proxy. */
export interface Lane {
  /** Looks at the fault of the moment again. */
  wake(): void
  /** Lets go of a chunk that was held. */
  release(): void
  /** Lets this many more bytes pass and then cuts the connection. */
  cutAfter(bytes: number): void
  /** Whether bytes were swallowed, so that the connection can never be whole again. */
  readonly hasLost: boolean
}

interface Waiting {
  chunk: Buffer
  arrivedAt: number
  isInspected: boolean
}

export function createLane({ from, to, fault, inspect, onCut }: LaneOptions): Lane {
  const queue: Waiting[] = []
  let isHeld = false
  let hasEnded = false
  let hasLost = false
  let allowance = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  from.on('data', (chunk: Buffer) => {
    queue.push({ chunk, arrivedAt: performance.now(), isInspected: false })
    pump()
  })
  from.on('end', () => {
    hasEnded = true
    pump()
  })
  from.on('close', () => clearTimeout(timer))
  to.on('drain', () => pump())

  function pump(): void {
    const current = fault()
    if (current === 'black-hole') swallow()
    else if (current !== 'stall') while (mayPass(current)) passOne()
    if (queue.length > 0 || to.writableNeedDrain) from.pause()
    else from.resume()
    const isOver = hasEnded && queue.length === 0 && current !== 'black-hole' && !to.writableEnded
    if (isOver) to.end()
  }

  function swallow(): void {
    hasLost ||= queue.length > 0 || hasEnded
    queue.length = 0
  }

  function mayPass(current: 'pass' | { delayMs: number }): boolean {
    const [head] = queue
    if (!head || isHeld || to.writableNeedDrain || to.destroyed) return false
    if (!head.isInspected) {
      head.isInspected = true
      isHeld = inspect(head.chunk) === 'hold'
      if (isHeld) return false
    }
    if (current === 'pass') return true
    const leftMs = head.arrivedAt + current.delayMs - performance.now()
    if (leftMs <= 0) return true
    clearTimeout(timer)
    timer = setTimeout(pump, leftMs)
    return false
  }

  function passOne(): void {
    const chunk = queue.shift()?.chunk ?? Buffer.alloc(0)
    to.write(chunk.subarray(0, Math.min(allowance, chunk.length)))
    allowance -= chunk.length
    if (allowance > 0) return
    queue.length = 0
    onCut()
  }

  return {
    wake: pump,
    release() {
      isHeld = false
      pump()
    },
    cutAfter(bytes) {
      allowance = bytes
    },
    get hasLost() {
      return hasLost
    },
  }
}
