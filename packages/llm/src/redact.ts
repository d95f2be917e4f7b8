/** Takes what looks like a secret out of a text. */
export function redact(text: string): string {
  return text
}
