import type { ChatMessage, ImagePart, TextPart } from '../chat-request.ts'

interface Body {
  /** What stands before the messages, and behind them. */
  start: string
  messages: ChatMessage[]
  end: string
}

/** The JSON of a request in pieces, each image one that all requests share which send it. */
export function writeWithImages({ start, messages, end }: Body): Buffer[] {
  const pieces: Buffer[] = []
  let text = start
  const put = (piece: string | Buffer) => {
    if (typeof piece === 'string') return void (text += piece)
    pieces.push(Buffer.from(text), piece)
    text = ''
  }
  put('[')
  messages.forEach((message, index) => {
    if (index > 0) put(',')
    putMessage(message, put)
  })
  return [...pieces, Buffer.from(`${text}]${end}`)]
}

type Put = (piece: string | Buffer) => void

function putMessage({ role, content }: ChatMessage, put: Put): void {
  put(`{"role":${JSON.stringify(role)},"content":`)
  if (typeof content === 'string') put(JSON.stringify(content))
  else putParts(content, put)
  put('}')
}

function putParts(parts: (TextPart | ImagePart)[], put: Put): void {
  put('[')
  parts.forEach((part, index) => {
    if (index > 0) put(',')
    if (part.type === 'text') put(JSON.stringify({ type: 'text', text: part.text }))
    else putImage(part, put)
  })
  put(']')
}

/** Nothing in base64 needs to be escaped. */
function putImage({ mediaType, bytes }: ImagePart, put: Put): void {
  put(`{"type":"image_url","image_url":{"url":${JSON.stringify(`data:${mediaType};base64,`).slice(0, -1)}`)
  put(toBase64(bytes))
  put('"}}')
}

const encoded = new WeakMap<Buffer, Buffer>()

function toBase64(bytes: Buffer): Buffer {
  const known = encoded.get(bytes) ?? Buffer.from(bytes.toString('base64'), 'latin1')
  encoded.set(bytes, known)
  return known
}
