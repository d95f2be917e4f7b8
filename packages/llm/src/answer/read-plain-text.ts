import type { DeltaChannel } from '../completion.ts'
import { isRecord } from '../is-record.ts'
import { readContent, readReasoning } from './read-delta.ts'

/** The text of a chunk with one choice, whose delta holds flat text for one channel; null for any other chunk. */
export function readPlainText(chunk: unknown): { channel: DeltaChannel; text: string } | null {
  const delta = findOnlyDelta(chunk)
  if (!delta || !Object.values(delta).every(isFlat)) return null
  const content = readContent(delta)
  const reasoning = readReasoning(delta)
  if (content !== '' && reasoning !== '') return null
  if (content !== '') return { channel: 'content', text: content }
  return reasoning === '' ? null : { channel: 'reasoning', text: reasoning }
}

function findOnlyDelta(chunk: unknown): Record<string, unknown> | null {
  if (!isRecord(chunk) || !Array.isArray(chunk.choices) || chunk.choices.length !== 1) return null
  const choice: unknown = chunk.choices[0]
  return isRecord(choice) && (choice.index ?? 0) === 0 && isRecord(choice.delta) ? choice.delta : null
}

function isFlat(value: unknown): boolean {
  return value === null || typeof value === 'string'
}
