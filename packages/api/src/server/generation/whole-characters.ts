const SURROGATE = /[\uD800-\uDFFF]/
const LONE_SURROGATE = /\p{Surrogate}/gu

export interface WholeText {
  text: string
  /** The first half of a character whose second half is still to come. */
  held: string
}

/**
 * Joins the half of a character held so far to the next piece, and holds the half that this piece ends with. What can
 * become no character is replaced, as the database would do, so that what was shown is what is stored.
 */
export function joinCharacters(held: string, piece: string): WholeText {
  // Nearly every piece passes here, so the test must be the cheap one.
  if (held === '' && !SURROGATE.test(piece)) return { text: piece, held }
  const joined = held + piece
  const end = endsInHighSurrogate(joined) ? joined.length - 1 : joined.length
  return { text: replaceLoneSurrogates(joined.slice(0, end)), held: joined.slice(end) }
}

/** What a half is worth once nothing more comes. */
export function replaceLoneSurrogates(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD')
}

function endsInHighSurrogate(text: string): boolean {
  const unit = text.charCodeAt(text.length - 1)
  return unit >= 0xd800 && unit <= 0xdbff
}
