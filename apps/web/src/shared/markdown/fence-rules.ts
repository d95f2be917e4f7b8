import type { MarkdownIt, RendererRule, Token } from 'markdown-it'
import { toMarkdownEnv, type MarkdownEnv } from './markdown-env.ts'

const DIAGRAM = 'mermaid'

/** Code with its language and a button that copies it. A fence still being written is marked, to be coloured later. */
export function addFenceRules(md: MarkdownIt): void {
  md.renderer.rules.fence = (...[tokens, index, , env]: Parameters<RendererRule>) => {
    const token = tokens[index] as Token
    const language = (token.info.trim().split(/[\s{,]/)[0] ?? '').slice(0, 40)
    const isOpen = isBeingWritten(token, toMarkdownEnv(env))
    return renderCode({ md, code: token.content, language, isOpen, env: toMarkdownEnv(env) })
  }
  md.renderer.rules.code_block = (...[tokens, index, , env]: Parameters<RendererRule>) => {
    const code = (tokens[index] as Token).content
    return renderCode({ md, code, language: '', isOpen: false, env: toMarkdownEnv(env) })
  }
}

/** The token of a block that is nothing but code being written; null for any other block. */
export function findOpenCode(tokens: readonly Token[], env: MarkdownEnv): Token | null {
  const [token] = tokens
  return tokens.length === 1 && token?.type === 'fence' && isBeingWritten(token, env) ? token : null
}

/** Code without a last line that looks like the beginning of its fence's end: it would show for a moment, and go. */
export function holdBackFence(code: string, markup: string): string {
  const lastLine = code.slice(code.lastIndexOf('\n') + 1)
  const isBegun = lastLine !== '' && /^ {0,3}$/.test(lastLine.replaceAll(markup.charAt(0), ''))
  return isBegun ? code.slice(0, code.length - lastLine.length) : code
}

interface Code {
  md: MarkdownIt
  code: string
  language: string
  isOpen: boolean
  env: MarkdownEnv
}

function renderCode({ md, code, language, isOpen, env }: Code): string {
  const escape = md.utils.escapeHtml
  const isDiagram = language.toLowerCase() === DIAGRAM
  const kind = ['md-code', isOpen && 'md-code-open', isDiagram && 'md-diagram'].filter(Boolean).join(' ')
  const bar =
    `<div class="md-code-bar"><span class="md-code-language">${escape(language || env.labels.code)}</span>` +
    `<span class="md-code-actions">${isDiagram ? renderSwitch(md, env) : ''}` +
    `<button type="button" class="md-copy">${escape(env.labels.copy)}</button></span></div>`
  const body = `<pre tabindex="0"><code data-language="${escape(language.toLowerCase())}">${escape(code)}</code></pre>`
  const note = isDiagram ? `<p class="md-diagram-note" hidden>${escape(env.labels.diagramFailed)}</p>` : ''
  return `<div class="${kind}">${bar}${note}${body}</div>\n`
}

/** Shown once there is a diagram beside its source. */
function renderSwitch(md: MarkdownIt, { labels }: MarkdownEnv): string {
  const label = md.utils.escapeHtml(labels.source)
  return `<button type="button" class="md-source" aria-pressed="false" hidden>${label}</button>`
}

/** markdown-it does not tell whether a fence met its end or the text's: its last line does. */
function isBeingWritten(token: Token, env: MarkdownEnv): boolean {
  if (env.isComplete || !token.map) return false
  const [start, end] = token.map
  const lastLine = (env.lines[end - 1] ?? '').replace(/^[\s>]*/, '').trimEnd()
  const isClosed = end - start > 1 && isClosingFence(lastLine, token.markup)
  return !isClosed && env.lines.slice(end).every((line) => line.trim() === '')
}

function isClosingFence(line: string, markup: string): boolean {
  const marker = markup.charAt(0)
  return line.length >= markup.length && line === marker.repeat(line.length)
}
