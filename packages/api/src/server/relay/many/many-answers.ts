import type { RelayReply } from '../relay.ts'

export type Json = Record<string, unknown>

/** What one answer of many models is made of. */
export interface ManyAnswers {
  /** What is the same in all that is written of it. */
  head: { id: string; created: number; model: string }
  /** How many choices each model gives. */
  count: number
  asksForUsage: boolean
}

/** Writes the answers of many models as choices of one. */
export interface ChoiceWriter {
  /** Where the answer of the model goes that stands at this place. */
  add(place: number, name: string): RelayReply
  /** All have ended, one way or the other. */
  finish(): void
}

/** An answer that is longer than this is no longer held in memory: half a line of a stream, or a whole one. */
export const MOST_HELD = 16 * 1024 * 1024

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function parseObject(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** The choices of a chunk or an answer, each at its place among all; what a model gives beyond what it was asked is not one. */
export function placeChoices(choices: unknown, from: number, count: number): (Json & { index: number })[] {
  if (!Array.isArray(choices)) return []
  return choices.filter(isObject).flatMap((choice) => {
    const index = choice.index ?? 0
    const isAsked = typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < count
    return isAsked ? [{ ...choice, index: from + index }] : []
  })
}
