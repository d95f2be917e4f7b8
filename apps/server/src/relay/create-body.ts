import type { ServerResponse } from 'node:http'

const END_OF_LINE = Buffer.from('\r\n')
const LAST_CHUNK = '0\r\n\r\n'
/** Longer ones are not copied to make one write of the three pieces of a chunk. */
const MOST_COPIED = 4096
/** The length in figures to the base of sixteen, and two ends of line. */
const FRAME_BYTES = 12

/**
 * What follows the head of a response. Node writes each piece of a chunked body in four pieces, which costs about a third of
 * what passing it on does; this makes one of them. `outgoing` must have been given its head.
 */
export function createBody(outgoing: ServerResponse) {
  // Before HTTP/1.1 there are no chunks.
  const isChunked = outgoing.chunkedEncoding
  outgoing.chunkedEncoding = false

  /** Tells whether there is room for more. */
  function write(bytes: Buffer): boolean {
    // Node gathers what is written in a turn, which is worth its cost where more is to come.
    if (!endsRead(bytes)) return writePiece(bytes)
    const { socket } = outgoing
    socket?.cork()
    const hasRoom = writePiece(bytes)
    socket?.uncork()
    return hasRoom
  }

  const writePiece = (bytes: Buffer) => (isChunked ? writeChunk(bytes) : outgoing.write(bytes))

  function writeChunk(bytes: Buffer): boolean {
    // One of no length would be the last.
    if (bytes.length === 0) return true
    const length = bytes.length.toString(16)
    if (bytes.length <= MOST_COPIED) return outgoing.write(toChunk(length, bytes))
    outgoing.write(`${length}\r\n`, 'latin1')
    outgoing.write(bytes)
    return outgoing.write(END_OF_LINE)
  }

  return {
    write,
    end: () => void (isChunked ? outgoing.end(LAST_CHUNK, 'latin1') : outgoing.end()),
  }
}

/** Whether these are the last of the bytes that were read at once, but for an end of line. */
function endsRead({ buffer, byteOffset, length }: Buffer): boolean {
  return byteOffset + length + END_OF_LINE.length >= buffer.byteLength
}

function toChunk(length: string, bytes: Buffer): Buffer {
  const chunk = Buffer.allocUnsafe(bytes.length + FRAME_BYTES)
  let at = chunk.write(length, 0, 'latin1')
  chunk[at++] = 13
  chunk[at++] = 10
  chunk.set(bytes, at)
  at += bytes.length
  chunk[at++] = 13
  chunk[at++] = 10
  return chunk.subarray(0, at)
}
