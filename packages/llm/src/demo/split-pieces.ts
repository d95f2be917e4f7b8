/** Cuts a text into pieces of about a token: a short word with its space, or a Chinese character or two. */
export function splitPieces(text: string): string[] {
  return text.match(/\s*(?:\p{Script=Han}{1,2}|[^\s\p{Script=Han}]{1,6})|\s+/gu) ?? []
}
