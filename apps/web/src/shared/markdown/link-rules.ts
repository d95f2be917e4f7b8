import type { MarkdownIt, RendererRule, Token } from 'markdown-it'
import { isAllowedLink, isHostShown, toLinkHost } from './allowed-link.ts'
import { toMarkdownEnv } from './markdown-env.ts'

/** Links open outside, tell nothing about where they were clicked, and show their host where their text does not. */
export function addLinkRules(md: MarkdownIt): void {
  md.validateLink = isAllowedLink
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false }).add('ftp:', null).add('//', null)

  md.renderer.rules.link_open = (...[tokens, index, options, , renderer]: Parameters<RendererRule>) => {
    const token = tokens[index] as Token
    const address = String(token.attrGet('href') ?? '')
    noteHost(tokens, index, address)
    token.attrSet('title', toLinkHost(address))
    token.attrSet('target', '_blank')
    token.attrSet('rel', 'noopener noreferrer nofollow')
    return renderer.renderToken(tokens, index, options)
  }
  md.renderer.rules.link_close = (...[tokens, index]: Parameters<RendererRule>) =>
    `${renderHost(md, (tokens[index] as Token).content)}</a>`
}

/** The host is shown behind the link's text, so the token that ends the link carries it. */
function noteHost(tokens: Token[], open: number, address: string): void {
  const length = tokens.slice(open).findIndex((token) => token.type === 'link_close')
  const end = tokens[open + length]
  if (!end || length < 0) return
  const text = tokens.slice(open, open + length).map((token) => token.content)
  end.content = isHostShown(text.join(''), address) ? '' : toLinkHost(address)
}

function renderHost(md: MarkdownIt, host: string): string {
  return host === '' ? '' : `<span class="md-host">${md.utils.escapeHtml(host)}</span>`
}

/** An image is shown as a link: fetching it would tell its server who reads, and what the address carries. */
export function addImageRule(md: MarkdownIt): void {
  md.renderer.rules.image = (...[tokens, index, options, env, renderer]: Parameters<RendererRule>) => {
    const token = tokens[index] as Token
    const address = String(token.attrGet('src') ?? '')
    const alternative = renderer.renderInlineAsText(token.children ?? [], options, env)
    const text = md.utils.escapeHtml(alternative || toLinkHost(address))
    if (isInsideLink(tokens, index)) return text
    const shown = alternative ? text + renderHost(md, toLinkHost(address)) : text
    const href = md.utils.escapeHtml(address)
    const host = md.utils.escapeHtml(toLinkHost(address))
    return `<a class="md-image" href="${href}" title="${host}" target="_blank" rel="noopener noreferrer nofollow">${shown}</a>`
  }
}

function isInsideLink(tokens: Token[], index: number): boolean {
  const before = tokens.slice(0, index)
  const opened = before.filter((token) => token.type === 'link_open').length
  return opened > before.filter((token) => token.type === 'link_close').length
}

/** A wide table scrolls in a box of its own instead of widening its window. */
export function addTableRules(md: MarkdownIt): void {
  md.renderer.rules.table_open = (...[, , , env]: Parameters<RendererRule>) => {
    const label = md.utils.escapeHtml(toMarkdownEnv(env).labels.table)
    return `<div class="md-table" role="group" aria-label="${label}" tabindex="0"><table>\n`
  }
  md.renderer.rules.table_close = () => '</table></div>\n'
  // A header cell without text would be announced as a header of nothing.
  md.renderer.rules.th_open = (...[tokens, index, options, , renderer]: Parameters<RendererRule>) => {
    const [open, text, close] = tokens.slice(index, index + 3)
    if (open && close && text?.content === '') open.tag = close.tag = 'td'
    return renderer.renderToken(tokens, index, options)
  }
}
