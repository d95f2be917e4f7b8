import { isRecord } from '../is-record.ts'

/** The text of a `delta`, or of the `message` of an answer that came whole. */
export function readContent(delta: Record<string, unknown>): string {
  const { content } = delta
  if (typeof content === 'string' && content !== '') return content
  return (Array.isArray(content) && joinParts(content, 'text')) || toText(delta.refusal)
}

/**
 * The reasoning of a `delta` or `message`. Providers name it `reasoning_content`, `reasoning`, `thinking` or
 * `reasoning_details`, some send several at once: the first with text counts.
 */
export function readReasoning(delta: Record<string, unknown>): string {
  return (
    toText(delta.reasoning_content) ||
    toText(delta.reasoning) ||
    toText(delta.thinking) ||
    joinDetails(delta.reasoning_details) ||
    (Array.isArray(delta.content) ? joinParts(delta.content, 'thinking') : '')
  )
}

/** Content parts, `[{ type: 'text', text }]`; Mistral's thinking part nests them once more. */
function joinParts(parts: unknown[], type: 'text' | 'thinking'): string {
  return parts
    .filter(isRecord)
    .filter((part) => part.type === type)
    .map((part) => (Array.isArray(part[type]) ? joinNested(part[type]) : toText(part[type])))
    .join('')
}

function joinNested(parts: unknown[]): string {
  return parts.map((part) => (isRecord(part) ? toText(part.text) : '')).join('')
}

/** OpenRouter's list; an encrypted entry has no text. */
function joinDetails(details: unknown): string {
  if (!Array.isArray(details)) return ''
  return details
    .filter(isRecord)
    .map((entry) => toText(entry.text) || toText(entry.summary))
    .join('')
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
