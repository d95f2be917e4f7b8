import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'

const CLASS = 'class="md-math"'

/** Whether rendered Markdown has mathematics in it. */
export function hasFormulas(html: string): boolean {
  return html.includes(CLASS)
}

/**
 * Mathematics as its source, which people can read until it is set: without these rules Markdown would take its
 * underscores, stars and backslashes for markup.
 */
export function addMathRules(md: MarkdownIt): void {
  md.inline.ruler.before('escape', 'math', readInlineMath)
  md.block.ruler.before('fence', 'math', readMathBlock, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  })
  md.renderer.rules.math_inline = (tokens, index) =>
    `<code ${CLASS}>${md.utils.escapeHtml(tokens[index]?.content ?? '')}</code>`
  md.renderer.rules.math_block = (tokens, index) =>
    `<pre ${CLASS} tabindex="0">${md.utils.escapeHtml(tokens[index]?.content ?? '')}</pre>\n`
}

/** The dollar rule is pandoc's: no space within the dollars, no digit behind them, so that prices stay prices. */
const INLINE = [
  /\$\$([^$\n]+?)\$\$/y,
  /\$((?![\s$])(?:[^$\\\n]|\\[^\n])*?(?<!\s))\$(?![\d$])/y,
  /\\\((.+?)\\\)/y,
  /\\\[(.+?)\\\]/y,
]

function readInlineMath(state: StateInline, isSilent: boolean): boolean {
  const first = state.src[state.pos]
  if (first !== '$' && first !== '\\') return false
  for (const pattern of INLINE) {
    pattern.lastIndex = state.pos
    const match = pattern.exec(state.src)
    if (!match || state.pos + match[0].length > state.posMax) continue
    if (!isSilent) state.push('math_inline', 'code', 0).content = (match[1] ?? '').trim()
    state.pos += match[0].length
    return true
  }
  return false
}

const BLOCK = [
  { open: '$$', close: '$$' },
  { open: '\\[', close: '\\]' },
]

function readMathBlock(...[state, start, end, isSilent]: [StateBlock, number, number, boolean]): boolean {
  const first = readLine(state, start)
  const kind = BLOCK.find(({ open }) => first === open)
  if (!kind || (state.sCount[start] ?? 0) - state.blkIndent >= 4) return false
  for (let line = start + 1; line < end; line++) {
    if (readLine(state, line) !== kind.close) continue
    if (!isSilent) pushMathBlock(state, start, line)
    return true
  }
  return false
}

function readLine(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trim()
}

function pushMathBlock(state: StateBlock, start: number, close: number): void {
  const token = state.push('math_block', 'pre', 0)
  token.content = state.getLines(start + 1, close, state.blkIndent, false)
  token.map = [start, close + 1]
  state.line = close + 1
}
