import type { Message } from '@chatmore/api/contract'

/** What a person wrote in these windows, newest first: a broadcast counts once, and so does what was said again. */
export function listEarlierInputs(rows: readonly Message[]): string[] {
  const inputs = rows.filter(({ role, content }) => role === 'user' && content !== '')
  inputs.sort((one, other) => other.createdAt.localeCompare(one.createdAt) || other.seq - one.seq)
  return [...new Set(inputs.map(({ content }) => content))]
}
