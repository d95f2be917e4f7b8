/** What is deeper than this within a text is not looked for. */
const DEPTH = 8

interface View {
  top: number
  bottom: number
}

/**
 * The elements that a reader would miss if they moved, the innermost first: the first text of which something is in a scroller's
 * view, and what that is part of. Spaces, be it in place of what is not rendered, are nothing to read, unless there is nothing else.
 */
export function findAnchors(scroller: HTMLElement): HTMLElement[] {
  return findWithin(scroller, scroller.getBoundingClientRect(), DEPTH)
}

function findWithin(parent: HTMLElement, view: View, depth: number): HTMLElement[] {
  let nothingElse: HTMLElement[] = []
  for (const child of parent.children) {
    const box = child.getBoundingClientRect()
    if (!(child instanceof HTMLElement) || box.height === 0 || box.bottom <= view.top + 1) continue
    if (box.top >= view.bottom) break
    const found = findFrom(child, box, { view, depth })
    if (found) return [...found, child]
    if (nothingElse.length === 0) nothingElse = [child]
  }
  return nothingElse
}

/** What of an element is to be held, apart from itself; null where none of its text is in view. */
function findFrom(element: HTMLElement, box: DOMRect, { view, depth }: { view: View; depth: number }) {
  if (element.dataset.space !== undefined) return null
  // What begins within the view moves as a whole.
  if (box.top >= view.top || element.childElementCount === 0 || depth === 1) return []
  const within = findWithin(element, view, depth - 1)
  return within.length > 0 ? within : null
}
