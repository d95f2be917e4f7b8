const START = '<!-- figures: written by `npm run bench -- --write` -->'
const END = '<!-- end of figures -->'

/** The page with new text between its markers. Throws where it has none. */
export function replaceBetweenMarkers(page: string, text: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)]
  if (start === -1 || end < start) throw new Error('The page has no markers to write between.')
  return `${page.slice(0, start + START.length)}\n\n${text}\n\n${page.slice(end)}`
}
