import { hasFormulas } from './math-rules.ts'

interface Block {
  /** As it was put into the page. */
  html: string
  isGrowing: boolean
  /** Aborted when the block is rendered anew, or leaves the page. */
  signal: AbortSignal
}

/** Colours, sets and draws what a block has, each by a part of the application that is fetched when it is first needed. */
export function finishBlock(root: HTMLElement, { html, isGrowing, signal }: Block): void {
  const isInTime = (): boolean => !signal.aborted
  if (html.includes('<code data-language')) {
    void import('./colour-code-blocks.ts').then((m) => isInTime() && m.colourCodeBlocks(root, signal), ignore)
  }
  if (hasFormulas(html) && !isGrowing) {
    void import('./set-formulas.ts').then((m) => isInTime() && m.setFormulas(root, signal), ignore)
  }
  if (root.querySelector('.md-diagram')) {
    void import('./draw-diagrams.ts').then((m) => isInTime() && m.drawDiagrams(root, signal), ignore)
  }
}

/** What cannot be fetched leaves the source, which can be read as well. */
function ignore(): void {}
