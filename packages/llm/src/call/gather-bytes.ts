import type { Gather } from '../completion.ts'
import type { HeldReads, ReadHolder } from './hold-reads.ts'

/** So much is read without waiting any longer. */
const MAX_WAITING_BYTES = 64 * 1024

/** Passes bytes on, several pieces as one where they may wait. */
export interface ByteGatherer {
  /** Bytes will come by the connection that is being read just now. */
  open(): void
  push(bytes: Buffer): void
  /** Passes on what waits. */
  flush(): void
  /** Leaves the connection to others. */
  leave(): void
}

export interface GatherBytesOptions {
  gather?: Gather | undefined
  reads: ReadHolder
  /** Whether nobody misses these bytes at once. */
  mayWait(): boolean
  take(bytes: Buffer): void
}

/** Reading costs by the piece more than by the byte: what comes between two looks of the caller is read as one. */
export function gatherBytes({ gather, reads, mayWait, take }: GatherBytesOptions): ByteGatherer {
  let waiting: Buffer[] = []
  let length = 0
  let connection: HeldReads | null = null
  let held: HeldReads | null = null
  let isAwaited = false

  const flush = () => {
    const [first] = waiting
    if (!first) return
    const bytes = waiting.length === 1 ? first : Buffer.concat(waiting, length)
    waiting = []
    length = 0
    take(bytes)
  }

  const letIn = () => {
    held?.release()
    held = null
  }
  const read = () => {
    isAwaited = false
    flush()
    if (held) awaitReading()
  }
  const awaitReading = () => {
    if (isAwaited) return
    isAwaited = true
    gather?.({ letIn, read })
  }

  return {
    open: () => void (connection = reads.current()),
    push(bytes) {
      if (!gather || !mayWait()) return take(bytes)
      waiting.push(bytes)
      length += bytes.length
      if (length >= MAX_WAITING_BYTES) return flush()
      held = connection
      held?.hold()
      awaitReading()
    },
    flush,
    leave: letIn,
  }
}
