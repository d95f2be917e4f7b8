/**
 * What a character reference stands for, `&hellip;` for instance; the text as it is when it stands for nothing. The build
 * puts this in the place of the library by which markdown-it asks, whose two thousand names the browser knows too.
 */
export function decodeHTMLStrict(reference: string): string {
  // Of numbers markdown-it asks only for those that it did not take for any.
  if (reference.startsWith('&#')) return reference
  const holder = document.createElement('i')
  holder.innerHTML = reference
  const text = holder.textContent
  // Of `&notit;` the browser reads `&not`. Markdown leaves it: to it a name ends with its semicolon.
  const isWhole = !text.endsWith(';') || reference === '&semi;'
  return isWhole ? text : reference
}
