import { countImageTokens, countTokens, readImage } from '@chatmore/llm'
import { TEXT_FILE_TYPE } from '../../contract/index.ts'
import { invalidInput, type AppError } from '../errors/app-error.ts'

/** A picture that is larger takes a reader's memory for what nobody sees. */
const MOST_PIXELS = 100_000_000

export interface FileFacts {
  mediaType: string
  size: number
  width: number | null
  height: number | null
  tokens: number
}

/** What a file is by its bytes, whatever it is called. Throws where it is nothing that a model could be shown. */
export async function inspectFile(bytes: Buffer, declaredType: string): Promise<FileFacts> {
  const size = bytes.length
  if (size === 0) throw refused('is empty')
  const image = readImage(bytes)
  if (image) return { size, mediaType: image.mediaType, ...requireSound(image) }
  if (declaredType.startsWith('image/')) throw refused('is not a PNG, JPEG, GIF or WebP image')
  const tokens = await countTokens(requireText(bytes))
  return { size, mediaType: TEXT_FILE_TYPE, width: null, height: null, tokens }
}

function requireSound({ size }: NonNullable<ReturnType<typeof readImage>>) {
  if (!size || size.width === 0 || size.height === 0) throw refused('is an image that is cut off or damaged')
  if (size.width * size.height > MOST_PIXELS) throw refused('is an image of more than 100 million pixels')
  return { ...size, tokens: countImageTokens(size) }
}

function requireText(bytes: Buffer): string {
  try {
    if (!bytes.includes(0)) return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Said below, as of every other kind of file.
  }
  throw refused('is neither a PNG, JPEG, GIF or WebP image nor a text in UTF-8')
}

export function refused(rule: string): AppError {
  return invalidInput({ file: rule })
}
