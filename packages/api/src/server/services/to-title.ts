import { isBlank } from '../../contract/index.ts'

const TITLE_LENGTH = 60

const words = new Intl.Segmenter(undefined, { granularity: 'word' })
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The first line that says something, in whole words as far as they fit; a word that is too long by itself in whole characters. */
export function toTitle(content: string): string {
  const line = content.split('\n').find((text) => !isBlank(text)) ?? ''
  const text = line.replace(/\s+/g, ' ').trim()
  if (lengthOf(text) <= TITLE_LENGTH) return text
  const cut = takeWhole(words, text) || takeWhole(characters, text)
  return `${cut.replace(/[\s\p{P}]+$/u, '') || cut}…`
}

/** What fits of a text, leaving room for the sign that there is more. */
function takeWhole(segmenter: Intl.Segmenter, text: string): string {
  let room = TITLE_LENGTH - 1
  let taken = ''
  for (const { segment } of segmenter.segment(text)) {
    room -= lengthOf(segment)
    if (room < 0) break
    taken += segment
  }
  return taken
}

/** In characters, as the database counts them. */
function lengthOf(text: string): number {
  return [...text].length
}
