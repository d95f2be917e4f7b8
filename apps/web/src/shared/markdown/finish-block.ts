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
  const finish = (part: Promise<Finisher>): void => void part.then((run) => run(root, signal)).catch(ignore)
  if (html.includes('<code data-language'))
    finish(import('./colour-code-blocks.ts').then((m) => m.colourCodeBlocks))
  if (hasFormulas(html) && !isGrowing) finish(import('./set-formulas.ts').then((m) => m.setFormulas))
  if (root.querySelector('.md-diagram')) finish(import('./draw-diagrams.ts').then((m) => m.drawDiagrams))
}

/** Begins with what is in the page by then, if the signal lets it. */
type Finisher = (root: HTMLElement, signal: AbortSignal) => Promise<void>

/** What cannot be fetched leaves the source, which can be read as well. */
function ignore(): void {}
