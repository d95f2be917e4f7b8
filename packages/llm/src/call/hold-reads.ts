import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'

/** A connection whose bytes can be left where they are for a while, so that several pieces are read as one. */
export interface HeldReads {
  hold(): void
  release(): void
}

export interface ReadHolder {
  /** The same connector, whose connections can be held. */
  following(connect: buildConnector.connector): buildConnector.connector
  /** The connection whose bytes are being handed out just now. */
  current(): HeldReads | null
}

/** So much at once tells that the bytes come faster than a pause between two reads would let through. */
const BULK_BYTES = 16 * 1024

/**
 * Each read of a socket costs Node about as much as twenty tokens' text, however little it brings: the buffer that it
 * allocates for it, the system call, the way through the stream and the parser. A socket's own `pause` only stops to hand
 * out what goes on being read, so this stops its handle, as Node itself does where a stream has read too much.
 */
export function createReadHolder(): ReadHolder {
  let current: HeldReads | null = null
  function follow(socket: Socket): void {
    const reads = createHeldReads(socket)
    // Before undici's own listener, which hands the bytes on within its call.
    socket.prependListener('readable', () => {
      reads.noteRead(socket.readableLength)
      current = reads
    })
  }
  return {
    following: (connect) => (options, callback) =>
      connect(options, (...result) => {
        const [, socket] = result
        if (socket) follow(socket)
        callback(...result)
      }),
    current: () => current,
  }
}

interface ReadingHandle {
  readStart?: () => void
  readStop?: () => void
}

function createHeldReads(socket: Socket) {
  let isHeld = false
  let lastRead = 0
  const findHandle = () => (socket as unknown as { _handle?: ReadingHandle | null })._handle
  return {
    noteRead: (bytes: number) => void (lastRead = bytes),
    hold() {
      if (isHeld || lastRead >= BULK_BYTES) return
      isHeld = true
      findHandle()?.readStop?.()
    },
    release() {
      if (!isHeld) return
      isHeld = false
      findHandle()?.readStart?.()
    },
  }
}
