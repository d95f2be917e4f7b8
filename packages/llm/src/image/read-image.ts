import type { ImageSize } from './image-size.ts'
import { readGif } from './read-gif.ts'
import { readJpeg } from './read-jpeg.ts'
import { readPng } from './read-png.ts'
import { readWebp } from './read-webp.ts'

/** As many bytes as tell what kind of image a file is. */
export const SIGNATURE_BYTES = 12

const kinds = [
  { mediaType: 'image/png', signature: /^\x89PNG\r\n\x1a\n/, read: readPng }, // eslint-disable-line no-control-regex -- they are in it
  { mediaType: 'image/jpeg', signature: /^\xff\xd8\xff/, read: readJpeg },
  { mediaType: 'image/gif', signature: /^GIF8[79]a/, read: readGif },
  { mediaType: 'image/webp', signature: /^RIFF[\s\S]{4}WEBP/, read: readWebp },
] as const

export function isImageStart(bytes: Buffer): boolean {
  return findKind(bytes) !== undefined
}

/** What an image is by its bytes; without a size where they are damaged. Null for what is no image. */
export function readImage(bytes: Buffer): { mediaType: string; size: ImageSize | null } | null {
  const kind = findKind(bytes)
  return kind ? { mediaType: kind.mediaType, size: kind.read(bytes) } : null
}

function findKind(bytes: Buffer) {
  const start = bytes.toString('latin1', 0, SIGNATURE_BYTES)
  return kinds.find(({ signature }) => signature.test(start))
}
