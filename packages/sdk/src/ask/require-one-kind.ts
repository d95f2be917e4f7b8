import type { AskInput } from './asking.ts'
import { toRefusal } from './to-refusal.ts'

const NOT_BESIDE = {
  models: 'cannot stand beside sessionId',
  title: 'is for a new session: leave sessionId out or update the session',
  systemMessage: 'is for a new session: leave sessionId out or update the session',
  params: 'is for a new session: leave sessionId out or update its windows',
  blind: 'is for a new session: leave sessionId out',
} as const

/** Throws where an input is neither for a new session nor for one that there is, or for both: nothing of it is left out silently. */
export function requireOneKind(input: AskInput): void {
  const given: Record<string, unknown> = { ...input }
  const fields = given['sessionId'] === undefined ? forNew(given) : forKnown(given)
  const sentence = Object.entries(fields).map(([field, rule]) => `${field}: ${rule}`)
  if (sentence.length > 0) throw toRefusal('INVALID_INPUT', sentence.join('; '), fields)
}

function forNew({ models, windowIds }: Record<string, unknown>): Record<string, string> {
  return {
    ...(!Array.isArray(models) && { models: 'is needed where there is no sessionId' }),
    ...(windowIds !== undefined && { windowIds: 'needs a sessionId' }),
  }
}

function forKnown(given: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(NOT_BESIDE).filter(([field]) => given[field] !== undefined))
}
