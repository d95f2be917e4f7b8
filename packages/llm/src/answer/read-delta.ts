import { isRecord } from '../is-record.ts'

/** The texts that one chunk adds to the answer. */
export interface DeltaTexts {
  content: string
  reasoning: string
}

/**
 * Reads the texts of a `delta` (or of the `message` of an answer that came whole). Providers name reasoning
 * `reasoning_content`, `reasoning`, `thinking` or `reasoning_details`, some send several at once: the first with text counts.
 */
export function readDelta(delta: Record<string, unknown>): DeltaTexts {
  const parts = Array.isArray(delta.content) ? delta.content.filter(isRecord) : []
  const content = typeof delta.content === 'string' ? delta.content : joinParts(parts, 'text')
  return {
    content: content || toText(delta.refusal),
    reasoning:
      toText(delta.reasoning_content) ||
      toText(delta.reasoning) ||
      toText(delta.thinking) ||
      joinDetails(delta.reasoning_details) ||
      joinParts(parts, 'thinking'),
  }
}

/** Content parts, `[{ type: 'text', text }]`; Mistral's thinking part nests them once more. */
function joinParts(parts: Record<string, unknown>[], type: 'text' | 'thinking'): string {
  return parts
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
