/** A person's words on one line, cut at so many characters. */
export function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= length
    ? line
    : `${[...line]
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

/** The same for use within Markdown, where the words must not become formatting. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_|$<>#[\]~]/g, '\\$&')
}
