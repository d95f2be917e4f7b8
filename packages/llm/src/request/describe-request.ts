import type { ChatMessage, ChatRequest, ImagePart, TextPart } from '../chat-request.ts'
import { toRequestBody, type Dialect, type RequestBody } from './to-request-body.ts'

/** The body of a call as text, for whoever keeps it: exactly what is sent, but for images, which it names in few words. */
export function describeRequest(request: ChatRequest, dialect: Dialect, body: RequestBody): string {
  if (typeof body === 'string') return body
  const described = toRequestBody({ ...request, messages: request.messages.map(withoutImages) }, dialect)
  return typeof described === 'string' ? described : Buffer.concat(described).toString('utf8')
}

function withoutImages({ role, content }: ChatMessage): ChatMessage {
  return { role, content: typeof content === 'string' ? content : content.map(toText) }
}

function toText(part: TextPart | ImagePart): TextPart {
  if (part.type === 'text') return part
  return { type: 'text', text: `[${part.mediaType}, ${part.bytes.length} bytes]` }
}
