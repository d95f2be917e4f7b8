import { createHash } from 'node:crypto'
import { saveFile, type AttachmentRecord, type Database, type Scope } from '@chatmore/db'
import { MAX_ATTACHMENTS, MAX_ATTACHMENTS_BYTES, MAX_IMAGE_BYTES } from '../../../contract/index.ts'
import { AppError } from '../../errors/app-error.ts'
import { inspectFile, type FileFacts } from '../../files/inspect-file.ts'
import type { Said } from './record-messages.ts'

/** An image that can be kept. */
export interface SaidImage {
  bytes: Buffer
  facts: FileFacts
}

/** What one side said, its images looked at. */
export interface Told extends Pick<Said, 'role' | 'content'> {
  images: SaidImage[]
}

const DATA_URL = /^data:[^,]*;base64,/i

/** Looks at the images of a message; what is none, or too large, stands in its text. */
export async function inspectImages({ role, content, images }: Said): Promise<Told> {
  const kept: SaidImage[] = []
  const notes: string[] = []
  let room = MAX_ATTACHMENTS_BYTES
  for (const url of images) {
    const image = kept.length < MAX_ATTACHMENTS ? await inspect(url, room) : null
    room -= image?.bytes.length ?? 0
    if (image) kept.push(image)
    else notes.push('[An image was left out.]')
  }
  return { role, content: [content, ...notes].filter((part) => part !== '').join('\n\n'), images: kept }
}

async function inspect(url: string, room: number): Promise<SaidImage | null> {
  const head = DATA_URL.exec(url)
  if (!head) return null
  const bytes = Buffer.from(url.slice(head[0].length), 'base64')
  if (bytes.length > Math.min(room, MAX_IMAGE_BYTES)) return null
  try {
    return { bytes, facts: await inspectFile(bytes, 'image/') }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

interface Keeping {
  scope: Scope
  /** What all files of the user may take. */
  mostBytes: number
}

/** Keeps the images as files of the user's; one for which there is no room any more stands in the text. */
export async function keepImages(
  tx: Database,
  { scope, mostBytes }: Keeping,
  { role, content, images }: Told,
): Promise<{ role: Said['role']; content: string; attachments: AttachmentRecord[] | undefined }> {
  const attachments: AttachmentRecord[] = []
  let isFull = false
  for (const { bytes, facts } of images) {
    const hash = createHash('sha256').update(bytes).digest('hex')
    const name = `image-${hash.slice(0, 8)}.${facts.mediaType.slice('image/'.length)}`
    const file = await saveFile(tx, scope, { ...facts, name, hash, bytes, mostBytes })
    if (file) attachments.push(file)
    else isFull = true
  }
  const text = isFull ? `${content}\n\n[An image was left out.]` : content
  return { role, content: text, attachments: attachments.length > 0 ? attachments : undefined }
}
