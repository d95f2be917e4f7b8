import type { ThemedToken } from 'shiki/core'
import { colourCode } from './colour-code.ts'
import { untilIdle } from './until-idle.ts'

/** Colours the finished code blocks inside an element, one after the other, when the page has time for it. */
export async function colourCodeBlocks(root: HTMLElement, signal: AbortSignal): Promise<void> {
  for (const element of root.querySelectorAll<HTMLElement>('.md-code:not(.md-code-open) code')) {
    const language = element.dataset['language']
    if (!language) continue
    await untilIdle()
    const lines = await colourCode(element.textContent, language).catch(() => null)
    // The block may have been rendered anew, or have left the page, while its grammar was on the way.
    if (signal.aborted) return
    if (lines) element.replaceChildren(toFragment(lines))
  }
}

/** Built as elements and text, so that code never passes as HTML on its way to the page. */
function toFragment(lines: ThemedToken[][]): DocumentFragment {
  const fragment = document.createDocumentFragment()
  lines.forEach((tokens, line) => {
    if (line > 0) fragment.append('\n')
    for (const token of tokens) fragment.append(toSpan(token))
  })
  return fragment
}

function toSpan(token: ThemedToken): HTMLSpanElement {
  const span = document.createElement('span')
  span.textContent = token.content
  for (const [property, value] of Object.entries(token.htmlStyle ?? {}))
    span.style.setProperty(property, value)
  return span
}
