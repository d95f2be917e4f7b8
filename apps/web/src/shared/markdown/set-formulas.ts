import { renderToElement } from './katex.ts'
import { untilIdle } from './until-idle.ts'

/** A formula longer than this stays its source. */
const MAX_LENGTH = 5000
/** How long formulas are set before the page gets a turn, in milliseconds. */
const TURN_MS = 8
/** A longer one may have to go on in the next line. */
const TIED_LENGTH = 60
const STOP = /^[.,;:!?)\]”’。，、；：！？）」』】]+/

/** Sets the formulas inside an element. One with an error stays its source. */
export async function setFormulas(root: HTMLElement, signal: AbortSignal): Promise<void> {
  let until = 0
  for (const element of root.querySelectorAll<HTMLElement>('.md-math')) {
    if (performance.now() > until) {
      await untilIdle()
      until = performance.now() + TURN_MS
    }
    if (signal.aborted) return
    const formula = element.textContent.length > MAX_LENGTH ? null : toFormula(element)
    if (formula) element.replaceWith(formula)
    if (formula && element.textContent.length <= TIED_LENGTH) tieStop(formula)
  }
}

/** A browser may begin a line after a formula, whatever follows: a full stop would stand there alone. */
function tieStop(formula: HTMLElement): void {
  const next = formula.nextSibling
  if (!(next instanceof Text) || formula.tagName === 'DIV') return
  const stop = STOP.exec(next.data)?.[0]
  if (stop === undefined) return
  next.data = next.data.slice(stop.length)
  formula.append(stop)
  formula.classList.add('md-formula-tied')
}

function toFormula(source: HTMLElement): HTMLElement | null {
  const isBlock = source.tagName === 'PRE'
  const formula = document.createElement(isBlock ? 'div' : 'span')
  formula.className = isBlock ? 'md-formula md-formula-block' : 'md-formula'
  // It may be wider than its window.
  if (isBlock) formula.tabIndex = 0
  return renderToElement(formula, source.textContent, isBlock) ? formula : null
}
