import { useSessionMessages } from '../message/session-messages.ts'
import { listEarlierInputs } from './lib/list-earlier-inputs.ts'

/** What a person wrote in these windows, newest first. */
export function useEarlierInputs(windowIds: () => readonly string[]): () => string[] {
  const messages = useSessionMessages()
  return () => listEarlierInputs(windowIds().flatMap((id) => messages.of(id)?.rows.value ?? []))
}
