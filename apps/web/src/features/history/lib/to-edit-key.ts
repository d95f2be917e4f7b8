import type { Message } from '@chatmore/api/contract'

/** Where the drafts keep what is being written in the place of an input. */
export function toEditKey({ id, sessionId }: Pick<Message, 'id' | 'sessionId'>): string {
  return `${sessionId}.edit.${id}`
}
