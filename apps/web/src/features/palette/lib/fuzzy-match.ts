/** Of how much use a hit is: whole words before beginnings of words before letters strewn over the text. */
const EXACT = 1000
const AT_START = 200
const WORD_START = 60
const ANYWHERE = 30
const STREWN = 10

/**
 * How well a text fits what was typed, higher being better; null where it does not. Every word that was typed has to be
 * found; one that is nowhere as a whole may be found letter by letter, as `nwses` in "New session".
 */
export function scoreMatch(typed: string, text: string): number | null {
  const wanted = fold(typed).split(/\s+/).filter(Boolean)
  const within = fold(text)
  if (within === wanted.join(' ')) return EXACT
  let total = 0
  for (const word of wanted) {
    const score = scoreWord(word, within)
    if (score === null) return null
    total += score
  }
  // Of two that fit alike the shorter one is meant.
  return total - within.length / 100
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

function scoreWord(word: string, text: string): number | null {
  const at = text.indexOf(word)
  if (at === 0) return AT_START + word.length
  if (at > 0) return (isWordStart(text, at) ? WORD_START : ANYWHERE) + word.length
  return isStrewn(word, text) ? STREWN : null
}

function isWordStart(text: string, at: number): boolean {
  return /[^\p{L}\p{N}]/u.test(text[at - 1] ?? ' ')
}

/** All letters in their order, the first one at the beginning of a word. */
function isStrewn(word: string, text: string): boolean {
  if (word.length < 2) return false
  const starts = [...text].flatMap((sign, at) => (sign === word[0] && isWordStart(text, at) ? [at] : []))
  return starts.some((start) => {
    let from = start
    return [...word].every((sign) => {
      const at = text.indexOf(sign, from)
      from = at + 1
      return at >= 0
    })
  })
}
