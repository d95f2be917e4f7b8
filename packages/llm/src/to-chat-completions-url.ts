/** The exact address that a completion is asked at. */
export function toChatCompletionsUrl(_apiBase: string): string {
  throw new Error('not built yet')
}
