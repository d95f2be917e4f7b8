import type { ChatMessage } from '../chat-request.ts'

type Content = ChatMessage['content']

/** What of a message is text. */
export function toText(content: Content): string {
  if (typeof content === 'string') return content
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('\n')
}

/** What the images of a message take, as far as that is known. */
export function sumImageTokens(content: Content): number {
  if (typeof content === 'string') return 0
  return content.reduce((sum, part) => sum + (part.type === 'image' ? part.tokens : 0), 0)
}
