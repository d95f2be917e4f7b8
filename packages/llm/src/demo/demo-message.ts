import { readImage } from '../image/read-image.ts'
import { isRecord } from '../is-record.ts'

/** A picture as a demo model sees it: what it is, not what it shows. */
export interface DemoImage {
  /** Such as "PNG". */
  kind: string
  /** In pixels; null where they cannot be read. */
  size: { width: number; height: number } | null
  bytes: number
}

export interface DemoMessage {
  role: string
  content: string
  images?: DemoImage[] | undefined
}

const DATA_URL = /^data:image\/[a-z+.-]+;base64,/

/** A message of the format, its content a text or a list of parts. Null where it is none. */
export function toDemoMessage(value: unknown): DemoMessage | null {
  if (!isRecord(value) || typeof value.role !== 'string') return null
  const { role, content } = value
  if (typeof content === 'string') return { role, content }
  if (!Array.isArray(content) || !content.every(isRecord)) return null
  const texts = content.flatMap(({ text }) => (typeof text === 'string' ? text : []))
  return { role, content: texts.join('\n'), images: content.flatMap(toImage) }
}

function toImage({ image_url: image }: Record<string, unknown>): DemoImage[] {
  if (!isRecord(image) || typeof image.url !== 'string' || !DATA_URL.test(image.url)) return []
  const bytes = Buffer.from(image.url.replace(DATA_URL, ''), 'base64')
  const found = readImage(bytes)
  if (!found) return []
  const kind = found.mediaType.replace('image/', '').toUpperCase()
  return [{ kind, size: found.size, bytes: bytes.length }]
}
