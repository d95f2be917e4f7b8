import type { MarkdownIt, Token } from 'markdown-it'
import type { MarkdownEnv } from './markdown-env.ts'

/** A top-level block of a text: where it starts in that text, and its HTML, not sanitised yet. */
export interface RenderedBlock {
  start: number
  html: string
}

/** Renders a text block by block. Joined, the HTML is what rendering it in one go gives. */
export function renderBlocks(md: MarkdownIt, text: string, env: MarkdownEnv): RenderedBlock[] {
  const lineStarts = findLineStarts(text)
  env.lines = lineStarts.map((start, line) => trimBreak(text.slice(start, lineStarts[line + 1])))
  return splitTopLevel(md.parse(text, env)).map((tokens) => ({
    start: lineStarts[tokens[0]?.map?.[0] ?? 0] ?? 0,
    html: md.renderer.render(tokens, md.options, env),
  }))
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
