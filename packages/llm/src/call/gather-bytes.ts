import type { Gather } from '../completion.ts'

/** So much is read without waiting any longer. */
const MAX_WAITING_BYTES = 64 * 1024

/** Passes bytes on, several pieces as one where they may wait. */
export interface ByteGatherer {
  push(bytes: Buffer): void
  /** Passes on what waits. */
  flush(): void
}

export interface GatherBytesOptions {
  gather?: Gather | undefined
  /** Whether nobody misses these bytes at once. */
  mayWait(): boolean
  take(bytes: Buffer): void
}

/** Reading costs by the piece more than by the byte: what comes between two looks of the caller is read as one. */
export function gatherBytes({ gather, mayWait, take }: GatherBytesOptions): ByteGatherer {
  let waiting: Buffer[] = []
  let length = 0

  const flush = () => {
    const [first] = waiting
    if (!first) return
    const bytes = waiting.length === 1 ? first : Buffer.concat(waiting, length)
    waiting = []
    length = 0
    take(bytes)
  }

  return {
    push(bytes) {
      if (!gather || !mayWait()) return take(bytes)
      waiting.push(bytes)
      length += bytes.length
      if (length >= MAX_WAITING_BYTES) flush()
      else if (waiting.length === 1) gather(flush)
    },
    flush,
  }
}
