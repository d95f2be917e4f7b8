import { isInFlight, type Message } from '../../contract/index.ts'
import type { ContextMessage } from './ports.ts'

/** What of a window's message decides whether and where the model sees it. */
export type HistoryEntry = Pick<
  Message,
  'id' | 'seq' | 'role' | 'content' | 'attachments' | 'status' | 'replyToId' | 'attempt'
>

/**
 * A window's messages as the model is shown them: each input followed by the latest of its answers that has text, also
 * one that was cut short. An input without any is kept: it was said. `entries` are oldest first.
 */
export function toHistory(entries: HistoryEntry[]): ContextMessage[] {
  const answers = new Map<string, HistoryEntry>()
  for (const entry of entries) {
    const known = answers.get(entry.replyToId ?? '')
    const isLatest = isUsable(entry) && (!known || entry.attempt > known.attempt)
    if (isLatest && entry.replyToId !== null) answers.set(entry.replyToId, entry)
  }
  return entries
    .filter((entry) => entry.role === 'user')
    .flatMap((input) => [input, answers.get(input.id) ?? []].flat())
    .map(({ role, content, attachments, seq }) => ({
      role,
      content,
      ...(attachments && { attachments }),
      seq,
    }))
}

function isUsable({ role, status, content }: HistoryEntry): boolean {
  return role === 'assistant' && !isInFlight(status) && content !== ''
}
