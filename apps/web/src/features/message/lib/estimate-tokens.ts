/** About how many tokens a text has: a good guess is a token for each Chinese character, and for four others. */
export function estimateTokens(text: string): number {
  const wide = text.match(/[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFFEF]/g)?.length ?? 0
  return Math.ceil(wide + (text.length - wide) / 4)
}
