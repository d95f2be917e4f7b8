import type { ImageSize } from './image-size.ts'

const FIRST_CHUNK = 8
/** A chunk is its length, its type, so many bytes and a checksum (https://www.w3.org/TR/png-3/#5Chunk-layout). */
const CHUNK_FRAME = 12

/** Null where the file is cut off or damaged. */
export function readPng(bytes: Buffer): ImageSize | null {
  if (typeAt(bytes, FIRST_CHUNK) !== 'IHDR' || bytes.length < 33) return null
  for (let at = FIRST_CHUNK; at + CHUNK_FRAME <= bytes.length;) {
    const end = at + CHUNK_FRAME + bytes.readUInt32BE(at)
    if (typeAt(bytes, at) === 'IEND' && end <= bytes.length) {
      return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    }
    at = end
  }
  return null
}

function typeAt(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at + 4, at + 8)
}
