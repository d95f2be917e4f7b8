import { MAX_IMAGE_BYTES, MAX_TEXT_FILE_BYTES, TEXT_FILE_TYPE } from '@chatmore/api/contract'

/** Why a file cannot be attached. Each has a sentence in every language. */
export type FileRule =
  'tooMany' | 'tooMuch' | 'empty' | 'imageTooLarge' | 'textTooLarge' | 'notReadable' | 'notAccepted'

export type FileVerdict = { mediaType: string } | { rule: FileRule }

/** As many as tell what kind of image it is. */
const HEAD_BYTES = 12

/** What a file is, by its bytes and not by its name, or the rule that it breaks: the server's own rules, before anything is sent. */
export async function checkFile(file: Blob): Promise<FileVerdict> {
  if (file.size === 0) return { rule: 'empty' }
  try {
    const mediaType = toImageType(await readBytes(file.slice(0, HEAD_BYTES)))
    if (mediaType) return file.size > MAX_IMAGE_BYTES ? { rule: 'imageTooLarge' } : { mediaType }
    return await checkText(file)
  } catch {
    // A folder, or what was moved or changed since it was chosen.
    return { rule: 'notReadable' }
  }
}

async function checkText(file: Blob): Promise<FileVerdict> {
  const isLarge = file.size > MAX_TEXT_FILE_BYTES
  const bytes = await readBytes(file.slice(0, MAX_TEXT_FILE_BYTES))
  if (!isText(bytes, isLarge)) return { rule: 'notAccepted' }
  return isLarge ? { rule: 'textTooLarge' } : { mediaType: TEXT_FILE_TYPE }
}

async function readBytes(part: Blob): Promise<Uint8Array> {
  return new Uint8Array(await part.arrayBuffer())
}

/** A text that is cut may end within a character. */
function isText(bytes: Uint8Array, isCut: boolean): boolean {
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
    return true
  } catch {
    return false
  }
}

const signatures: [mediaType: string, bytes: (number | null)[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38, null, 0x61]],
  // "RIFF", the size, "WEBP".
  ['image/webp', [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50]],
]

function toImageType(head: Uint8Array): string | null {
  const found = signatures.find(([, bytes]) => bytes.every((byte, at) => byte === null || head[at] === byte))
  return found?.[0] ?? null
}
