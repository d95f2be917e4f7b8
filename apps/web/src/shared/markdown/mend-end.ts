/**
 * A text that is still being written ends in the middle of its marks: `**bo`, `` `co ``, `[lin`. This closes them, or leaves
 * out what says nothing yet, so that no mark shows for a moment and then goes.
 */
export function mendEnd(text: string): string {
  const start = findLastBlock(text)
  if (start === null) return text
  return text.slice(0, start) + mendBlock(text.slice(start))
}

/** Where the last paragraph, item or cell line begins; null inside a code fence, where marks are text. */
function findLastBlock(text: string): number | null {
  const fences = text.match(/^[ >]*(?:`{3,}|~{3,})/gm)?.length ?? 0
  return fences % 2 === 1 ? null : text.lastIndexOf('\n') + 1
}

const FENCE = /^[ >]*(?:`{3,}|~{3,})/

/** A mark alone on its line: what it begins is not known yet. A dash would make a heading of the line above. */
const BARE_MARK = /^[ >]*(?:[-=]+|[*+|]|#{1,6}|\d{1,9}[.)]|>)[ ]*$/

function mendBlock(block: string): string {
  if (FENCE.test(block)) return block
  if (BARE_MARK.test(block)) return ''
  const code = mendCode(block)
  if (code !== block) return code
  return mendEmphasis(mendLink(block))
}

/** An open code span is closed; its first mark alone is left out. */
function mendCode(block: string): string {
  const marks = block.match(/`+/g) ?? []
  if (marks.length % 2 === 0) return block
  const last = marks.at(-1) ?? ''
  return block.endsWith(last) ? block.slice(0, -last.length) : block + last
}

/** Of an unfinished link or image the text is shown, as text. */
function mendLink(block: string): string {
  return block.replace(/!?\[([^\][]*)(?:\]\([^()\s]*|\])?$/, (whole, text: string) =>
    whole.endsWith(']') ? whole : text,
  )
}

/** Open emphasis is closed from within outwards; marks with nothing behind them are left out. */
function mendEmphasis(block: string): string {
  const open: string[] = []
  const prose = block
    .replace(/`[^`]*`/g, (span) => ' '.repeat(span.length))
    .replace(/^\s*[*+-]\s/, (mark) => ' '.repeat(mark.length))
  for (const { 0: mark, index } of prose.matchAll(/\*{1,3}|~~/g)) {
    if (open.at(-1) === mark) open.pop()
    else if (/\S|^$/.test(prose.charAt(index + mark.length))) open.push(mark)
  }
  const last = open.at(-1)
  if (!last) return block
  if (block.endsWith(last)) return mendEmphasis(block.slice(0, -last.length))
  return block.trimEnd() + open.reverse().join('')
}
