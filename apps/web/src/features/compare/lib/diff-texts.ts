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
  if (!changes) return null
  const parts = changes.map(({ value, added, removed }) => ({
    kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
    text: value.join(''),
  }))
  return joinReplaced(parts)
}

/** Words replaced one after the other read better as one replaced phrase than each beside its successor. */
function joinReplaced(parts: readonly DiffPart[]): DiffPart[] {
  const joined: DiffPart[] = []
  let start = 0
  while (start < parts.length) {
    const end = findEndOfChange(parts, start)
    const change = parts.slice(start, end)
    const isReplaced = ['removed', 'added'].every((each) => change.some(({ kind }) => kind === each))
    if (isReplaced) joined.push(sideOf(change, 'removed'), sideOf(change, 'added'))
    else joined.push(...change)
    start = end
  }
  return joined
}

/** Past what changes without a word or a line between. */
function findEndOfChange(parts: readonly DiffPart[], start: number): number {
  let end = start + 1
  if (parts[start]?.kind === 'same') return end
  for (let at = end; at < parts.length; at++) {
    const part = parts[at]
    if (part?.kind !== 'same') end = at + 1
    else if (/[\p{L}\p{N}\n]/u.test(part.text)) break
  }
  return end
}

function sideOf(change: readonly DiffPart[], side: 'removed' | 'added'): DiffPart {
  const texts = change.filter(({ kind }) => kind === side || kind === 'same').map(({ text }) => text)
  return { kind: side, text: texts.join('') }
}

/** Words, signs and spaces each; Chinese and Japanese by their words, too, which no space parts. */
function toWords(text: string): string[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
