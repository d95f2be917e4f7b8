import type { Message } from '@chatmore/api/contract'

export interface RecordedMessage {
  role: Message['role']
  content: string
}

/** What a call was sent, as people read it. */
export interface RecordedRequest {
  messages: RecordedMessage[]
  /** Everything else that it said, by the endpoint's own names. */
  params: [name: string, value: string][]
}

/** What a call answered, its pieces put together. */
export interface RecordedAnswer {
  content: string
  reasoning: string
  /** What the endpoint said instead. */
  error: string
}

type Fields = Record<string, unknown>

/** Null where it is no request that could be shown so, such as one that was cut: then its text is all there is. */
export function readRequest(text: string | null): RecordedRequest | null {
  const fields = parseFields(text)
  if (!fields || !Array.isArray(fields.messages)) return null
  const { messages, ...rest } = fields
  const read = (messages as unknown[]).flatMap(readMessage)
  if (read.length !== (messages as unknown[]).length) return null
  return { messages: read, params: Object.entries(rest).map(([name, value]) => [name, toText(value)]) }
}

export function readAnswer(text: string | null): RecordedAnswer | null {
  const fields = parseFields(text)
  if (!fields) return null
  const { content, reasoning, error } = fields
  return {
    content: typeof content === 'string' ? content : '',
    reasoning: typeof reasoning === 'string' ? reasoning : '',
    error: error === undefined ? '' : toText(error),
  }
}

/** In lines, where it is JSON; as it is, where it was cut. */
export function toPrettyJson(text: string): string {
  const fields = parseFields(text)
  return fields ? JSON.stringify(fields, null, 2) : text
}

function parseFields(text: string | null): Fields | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
  } catch {
    return null
  }
}

function readMessage(value: unknown): RecordedMessage[] {
  if (typeof value !== 'object' || value === null) return []
  const { role, content } = value as Fields
  if (role !== 'system' && role !== 'user' && role !== 'assistant') return []
  if (typeof content === 'string') return [{ role, content }]
  // What says something by other means, such as by calling a tool, is told by the JSON alone.
  return Array.isArray(content) ? [{ role, content: readParts(content) }] : []
}

/** Texts one below the other; a part of another kind is told as it stands. */
function readParts(content: unknown[]): string {
  return content
    .map((part: unknown) => {
      const text = typeof part === 'object' && part !== null && 'text' in part ? part.text : null
      return typeof text === 'string' ? text : toText(part)
    })
    .join('\n')
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
