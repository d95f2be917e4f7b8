import { diffArrays } from 'diff'

export interface DiffPart {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Longer texts are not compared: what differs could not be read anyhow, and the page would stand still. */
export const MAX_DIFF_LENGTH = 60_000
const MAX_EDITS = 6000
const MAX_MS = 250

/** What of `base` is not in `text` and the other way round, by words of any language. Null where that is too much. */
export function diffTexts(base: string, text: string): DiffPart[] | null {
  if (Math.max(base.length, text.length) > MAX_DIFF_LENGTH) return null
  const limits = { maxEditLength: MAX_EDITS, timeout: MAX_MS }
  const changes = diffArrays(toWords(base), toWords(text), limits)
  return (
    changes?.map(({ value, added, removed }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value.join(''),
    })) ?? null
  )
}

/** Words, signs and spaces each; Chinese and Japanese by their words, too, which no space parts. */
function toWords(text: string): string[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
