import type { ImageSize } from './image-size.ts'
import { isTurned } from './is-turned.ts'

const START_OF_SCAN = 0xda
const APP1 = 0xe1
const END_OF_IMAGE = Buffer.from([0xff, 0xd9])

/** Null where the file is cut off or damaged. A photo that is shown turned by its camera's word has its sides exchanged. */
export function readJpeg(bytes: Buffer): ImageSize | null {
  let size: ImageSize | null = null
  let turned = false
  for (const { marker, start, end } of listSegments(bytes)) {
    if (isFrame(marker))
      size = { width: bytes.readUInt16BE(start + 3), height: bytes.readUInt16BE(start + 1) }
    if (marker === APP1) turned ||= isTurned(bytes.subarray(start, end))
    // What follows is the picture itself, in which the mark of its end does not occur.
    if (marker === START_OF_SCAN) return bytes.includes(END_OF_IMAGE, end) ? toShown(size, turned) : null
  }
  return null
}

function toShown(size: ImageSize | null, turned: boolean): ImageSize | null {
  return size && turned ? { width: size.height, height: size.width } : size
}

interface Segment {
  marker: number
  /** Of what it holds, behind its length. */
  start: number
  end: number
}

/** The segments up to the picture itself, its head included; none of them is cut off (ITU-T T.81, B.1.1.4). */
function* listSegments(bytes: Buffer): Generator<Segment, void, undefined> {
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return
    if (marker === 0xff) {
      at += 1
      continue
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length || end < at + 4 || (isFrame(marker) && end < at + 9)) return
    yield { marker, start: at + 4, end }
    if (marker === START_OF_SCAN) return
    at = end
  }
}

/** A start of frame, of whatever kind: not a table (C4, CC), nor reserved (C8). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}
