import type { Rewind } from '@chatmore/api/contract'
import type { Turn } from '../../message/lib/group-turns.ts'

/** A turn with what stands before and after it in the log. */
export interface TurnPlace {
  turn: Turn
  /** The model that answers from here on, where another one did before. */
  segment: string | null
  /** What was archived right behind this turn, newest first. */
  rewinds: Rewind[]
}

export interface HistoryLayout {
  /** What was archived from the beginning on. */
  leading: Rewind[]
  places: TurnPlace[]
  /** The model that the next answer comes from, where the last one came from another. */
  next: string | null
}

interface Model {
  modelId: string | null
  modelName: string | null
}

/**
 * Puts the lines between the turns: where the window went on with another model, and where messages can be brought back.
 * A turn's first attempt tells the window's model; a later one may have been tried with another. Hidden models tell nothing.
 */
export function layOutHistory(
  turns: readonly Turn[],
  rewinds: readonly Rewind[],
  current: Model,
): HistoryLayout {
  let last: Model | null = null
  const places = turns.map((turn): TurnPlace => {
    const answer = turn.attempts.find(({ attempt }) => attempt === 1)
    const segment = answer ? toSegment(last, answer) : null
    if (answer?.modelId) last = answer
    return { turn, segment, rewinds: rewinds.filter(({ afterSeq }) => afterSeq === turn.user?.seq) }
  })
  return {
    leading: rewinds.filter(({ afterSeq }) => afterSeq === 0),
    places,
    next: toSegment(last, current),
  }
}

function toSegment(before: Model | null, after: Model): string | null {
  if (!before?.modelId || !after.modelId || before.modelId === after.modelId) return null
  return after.modelName
}
