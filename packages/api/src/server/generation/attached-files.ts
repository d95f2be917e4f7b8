import type { ChatMessage } from '@chatmore/llm'
import { isImage, quote, type Attachment } from '../../contract/index.ts'
import type { ContextMessage } from './ports.ts'

/** Around a file, or in its place where it is left out: words, and the name twice. */
const WORDS = 16

/** How a context is shown to a model, and what its files hold. */
export interface Showing {
  /** Whether the model is sent images. */
  vision: boolean
  files: ReadonlyMap<string, Buffer>
}

/** What a message says once its files are put in. */
export interface SentMessage {
  role: ChatMessage['role']
  content: string
  /** Those that go with it as images. */
  images?: Attachment[]
}

/** The files whose bytes a model is sent: all texts, and images if it sees them. */
export function listSent(messages: ContextMessage[], vision: boolean): Attachment[] {
  return messages.flatMap(({ attachments = [] }) => attachments.filter((file) => vision || !isImage(file)))
}

export function sumBytes(messages: ContextMessage[], vision: boolean): number {
  return listSent(messages, vision).reduce((sum, { size }) => sum + size, 0)
}

/** About how many tokens a message's files take. */
export function sumFileTokens({ attachments = [] }: ContextMessage, vision: boolean): number {
  const isShown = (file: Attachment) => vision || !isImage(file)
  return attachments.reduce(
    (sum, file) => sum + WORDS + 2 * file.name.length + (isShown(file) ? file.tokens : 0),
    0,
  )
}

/** A message as it is sent: texts quoted with their names, and in a line of its own each image that is left out. */
export function putFilesIn({ role, content, attachments }: ContextMessage, showing: Showing): SentMessage {
  if (!attachments) return { role, content }
  const images = attachments.filter((file) => isImage(file) && showing.vision && showing.files.has(file.id))
  const others = attachments.filter((file) => !images.includes(file)).map((file) => toText(file, showing))
  const text = [content, ...others].filter((part) => part !== '').join('\n\n')
  return images.length === 0 ? { role, content: text } : { role, content: text, images }
}

function toText(file: Attachment, { vision, files }: Showing): string {
  if (isImage(file) && !vision) return `[The image ${file.name} was left out: this model is not sent images.]`
  const bytes = files.get(file.id)
  return bytes ? quote(`file ${file.name}`, bytes.toString()) : `[The file ${file.name} is gone.]`
}

/** The same in the format of the request. */
export function toChatMessage(message: ContextMessage, showing: Showing): ChatMessage {
  const { role, content, images } = putFilesIn(message, showing)
  if (!images) return { role, content }
  const text = content === '' ? [] : [{ type: 'text' as const, text: content }]
  const parts = images.flatMap(({ id, mediaType, tokens }) => {
    const bytes = showing.files.get(id)
    return bytes ? { type: 'image' as const, mediaType, bytes, tokens } : []
  })
  return { role, content: [...text, ...parts] }
}
