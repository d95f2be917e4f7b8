import type { MarkdownIt, Token } from 'markdown-it'
import { findOpenCode, holdBackFence } from './fence-rules.ts'
import type { MarkdownEnv } from './markdown-env.ts'

/** A top-level block of a text: where it starts in that text, and its HTML, not sanitised yet. */
export interface RenderedBlock {
  start: number
  html: string
  /** The code of a fence that is still open. The HTML is then what stands around it, for this may get long. */
  code: string | null
  /** The mark that such a fence ends with; null for other blocks. */
  fence: string | null
  /** Whether nothing that follows can change it, as with a fence that was closed. */
  isFinal: boolean
}

/** Renders a text block by block. Joined, the HTML is what rendering it in one go gives, but for code being written. */
export function renderBlocks(md: MarkdownIt, text: string, env: MarkdownEnv): RenderedBlock[] {
  const lineStarts = findLineStarts(text)
  env.lines = lineStarts.map((start, line) => trimBreak(text.slice(start, lineStarts[line + 1])))
  return splitTopLevel(md.parse(text, env)).map((tokens) => ({
    start: lineStarts[tokens[0]?.map?.[0] ?? 0] ?? 0,
    ...takeOpenCode(tokens, env),
    html: md.renderer.render(tokens, md.options, env),
  }))
}

function takeOpenCode(tokens: Token[], env: MarkdownEnv): Pick<RenderedBlock, 'code' | 'fence' | 'isFinal'> {
  const open = findOpenCode(tokens, env)
  if (!open) return { code: null, fence: null, isFinal: tokens.length === 1 && tokens[0]?.type === 'fence' }
  const code = holdBackFence(open.content, open.markup)
  open.content = ''
  return { code, fence: open.markup, isFinal: false }
}

function findLineStarts(text: string): number[] {
  const starts = [0]
  for (const lineBreak of text.matchAll(/\r\n?|\n/g)) starts.push(lineBreak.index + lineBreak[0].length)
  return starts
}

function trimBreak(line: string): string {
  return line.replace(/[\r\n]+$/, '')
}

function splitTopLevel(tokens: Token[]): Token[][] {
  const blocks: Token[][] = []
  let start = 0
  tokens.forEach((token, index) => {
    const isEnd = token.level === 0 && token.nesting !== 1
    if (!isEnd) return
    blocks.push(tokens.slice(start, index + 1))
    start = index + 1
  })
  return blocks
}
