import katex from 'katex'
import 'katex/dist/katex.min.css'

/**
 * Sets a formula into an element, built as elements and never as HTML. False where it cannot be read. It gets no links,
 * images, classes or styles of its own choosing, and a bounded number of macro expansions.
 */
export function renderToElement(element: HTMLElement, source: string, isBlock: boolean): boolean {
  try {
    katex.render(source, element, {
      displayMode: isBlock,
      throwOnError: true,
      trust: false,
      strict: 'ignore',
      maxSize: 20,
      maxExpand: 300,
    })
    return true
  } catch {
    return false
  }
}
