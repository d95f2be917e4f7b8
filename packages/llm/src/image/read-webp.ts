import type { ImageSize } from './image-size.ts'

const HEAD_BYTES = 30
const LOSSY_START = 0x9d012a
const LOSSLESS_START = 0x2f

/** Null where the file is cut off or damaged (https://developers.google.com/speed/webp/docs/riff_container). */
export function readWebp(bytes: Buffer): ImageSize | null {
  if (bytes.length < HEAD_BYTES || bytes.length < 8 + bytes.readUInt32LE(4)) return null
  return readers[bytes.toString('latin1', 12, 16)]?.(bytes) ?? null
}

/** By the first chunk's type. */
const readers: Record<string, (bytes: Buffer) => ImageSize | null> = {
  'VP8 ': (bytes) =>
    bytes.readUIntBE(23, 3) === LOSSY_START
      ? { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
      : null,
  VP8L: (bytes) => {
    const bits = bytes.readUInt32LE(21)
    return bytes[20] === LOSSLESS_START
      ? { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
      : null
  },
  VP8X: (bytes) => ({ width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }),
}
