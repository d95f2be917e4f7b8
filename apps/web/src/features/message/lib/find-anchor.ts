/** What is deeper than this within a text is not looked for. */
const DEPTH = 8

/** The innermost element of a scroller's content that begins the view: what a reader would miss if it moved. */
export function findAnchor(scroller: HTMLElement): HTMLElement | null {
  const { top } = scroller.getBoundingClientRect()
  let anchor: HTMLElement | null = null
  let parent: HTMLElement = scroller
  for (let depth = 0; depth < DEPTH; depth += 1) {
    const first = findFirst(parent, top)
    if (!first) return anchor
    anchor = first
    // What begins within the view moves as a whole.
    if (first.getBoundingClientRect().top >= top) return anchor
    parent = first
  }
  return anchor
}

function findFirst(parent: HTMLElement, top: number): HTMLElement | null {
  for (const child of parent.children) {
    if (!(child instanceof HTMLElement)) continue
    const box = child.getBoundingClientRect()
    if (box.height > 0 && box.bottom > top + 1) return child
  }
  return null
}
