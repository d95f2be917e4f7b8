import type { ImageSize } from './image-size.ts'

const HEAD_BYTES = 13
const EXTENSION = 0x21
const IMAGE = 0x2c
const TRAILER = 0x3b

/** Null where the file is cut off or damaged (https://www.w3.org/Graphics/GIF/spec-gif89a.txt). */
export function readGif(bytes: Buffer): ImageSize | null {
  if (bytes.length < HEAD_BYTES) return null
  const size = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  let at = HEAD_BYTES + tableBytes(bytes[10] ?? 0)
  while (bytes[at] === EXTENSION || bytes[at] === IMAGE) at = skipBlock(bytes, at)
  return bytes[at] === TRAILER ? size : null
}

/** Where the next block begins. */
function skipBlock(bytes: Buffer, at: number): number {
  // An extension's label; an image's descriptor, its own table and the size of its codes.
  const start = bytes[at] === EXTENSION ? at + 2 : at + 11 + tableBytes(bytes[at + 9] ?? 0)
  let next = start
  for (let length = bytes[next]; length; length = bytes[next]) next += 1 + length
  return next + 1
}

/** What the table of colours takes of which a packed field tells. */
function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 0x07) + 1) : 0
}
