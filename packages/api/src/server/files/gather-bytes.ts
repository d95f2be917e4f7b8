import { isImageStart, SIGNATURE_BYTES } from '@chatmore/llm'
import { MAX_IMAGE_BYTES, MAX_TEXT_FILE_BYTES } from '../../contract/index.ts'
import { AppError } from '../errors/app-error.ts'
import { refused } from './inspect-file.ts'

/** Reads a file whole, but never more of it than its kind may have. `note` is told what each piece takes. */
export async function gatherBytes(
  body: AsyncIterable<Uint8Array>,
  note: (bytes: number) => void,
): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  let most = Number.POSITIVE_INFINITY
  for await (const piece of readOn(body)) {
    note(piece.byteLength)
    pieces.push(piece)
    size += piece.byteLength
    if (most === Number.POSITIVE_INFINITY && size >= SIGNATURE_BYTES)
      most = mostBytesOf(Buffer.concat(pieces))
    if (size > most) throw tooLarge(most)
  }
  return Buffer.concat(pieces)
}

async function* readOn(body: AsyncIterable<Uint8Array>) {
  try {
    yield* body
  } catch {
    throw refused('was cut off on its way')
  }
}

function mostBytesOf(start: Buffer): number {
  return isImageStart(start) ? MAX_IMAGE_BYTES : MAX_TEXT_FILE_BYTES
}

/** `most` is the limit that the file's kind has. */
export function tooLarge(most: number): AppError {
  const rule =
    most === MAX_IMAGE_BYTES
      ? 'is larger than 10 MB'
      : 'is larger than 256 KB, and no PNG, JPEG, GIF or WebP image'
  return new AppError('TOO_LARGE', `file: ${rule}`, { fields: { file: rule } })
}
