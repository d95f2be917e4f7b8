/** Counts a text's tokens by the o200k vocabulary, which is loaded at the first call. */
export async function countTokens(_text: string): Promise<number> {
  throw new Error('not built yet')
}
