const SURROGATE = /[\uD800-\uDFFF]/
const LONE_SURROGATE = /\p{Surrogate}/gu

/**
 * Keeps every piece of text well formed: the first half of a character that was cut in two waits for the second, and a
 * half that stays alone becomes U+FFFD, as it would in the database.
 */
export function joinSurrogates(emit: (text: string) => void) {
  let half = ''
  return {
    push(text: string): void {
      // Nearly every piece passes here, so the test must be the cheap one.
      if (half === '' && !SURROGATE.test(text)) return emit(text)
      const joined = half + text
      const last = joined.charCodeAt(joined.length - 1)
      const isCut = last >= 0xd800 && last <= 0xdbff
      half = isCut ? joined.slice(-1) : ''
      const whole = isCut ? joined.slice(0, -1) : joined
      if (whole !== '') emit(whole.replace(LONE_SURROGATE, '\uFFFD'))
    },
    flush(): void {
      if (half !== '') emit('\uFFFD')
      half = ''
    },
  }
}
