import { GROUP_SIZE, type BlockGroup, type MarkdownBlock } from './block-stream.ts'
import { createCodeWriter } from './code-parts.ts'
import { finishBlock } from './finish-block.ts'
import { setHtml } from './set-html.ts'

/** Shows blocks in an element. What is the same object as before is not looked at. */
export interface BlockView {
  show(groups: readonly BlockGroup[]): void
  dispose(): void
}

/**
 * Plain elements and no components: an answer that grows changes one of its blocks with each frame, and a session shows
 * thousands of them when it is opened.
 */
export function createBlockView(root: HTMLElement): BlockView {
  let shown: readonly BlockGroup[] = []
  const views: BlockElement[][] = []

  function show(groups: readonly BlockGroup[]): void {
    groups.forEach((group, index) => {
      if (group !== shown[index]) showGroup(index, group)
    })
    for (const removed of views.splice(groups.length)) for (const view of removed) view.dispose()
    while (root.children.length > groups.length) root.lastElementChild?.remove()
    shown = groups
  }

  function showGroup(index: number, group: BlockGroup): void {
    const element = (root.children[index] as HTMLElement | undefined) ?? root.appendChild(toBox('md-group'))
    element.classList.toggle('md-group-full', group.length === GROUP_SIZE)
    const known = (views[index] ??= [])
    group.forEach((block, place) => (known[place] ??= createBlockElement(element)).show(block))
    for (const removed of known.splice(group.length)) removed.remove()
  }

  return { show, dispose: () => views.flat().forEach((view) => view.dispose()) }
}

interface BlockElement {
  show(block: MarkdownBlock): void
  remove(): void
  dispose(): void
}

function createBlockElement(parent: HTMLElement): BlockElement {
  const element = parent.appendChild(toBox('md-block'))
  let shown: MarkdownBlock | null = null
  let finishing = new AbortController()
  let code: ReturnType<typeof showCode> | null = null

  function show(block: MarkdownBlock): void {
    if (block === shown) return
    if (block.html !== shown?.html) setHtml(element, block.html)
    if (block.code !== null) {
      code ??= showCode(element)
      code(block.code)
    } else {
      code = null
      finishing.abort()
      finishing = new AbortController()
      finishBlock(element, { ...block, signal: finishing.signal })
    }
    shown = block
  }

  const dispose = () => finishing.abort()
  return {
    show,
    dispose,
    remove: () => {
      dispose()
      element.remove()
    },
  }
}

/** Plain text until it is whole: colours could change with each character. */
function showCode(block: HTMLElement): (code: string) => void {
  const element = block.querySelector('code')
  let write: ((more: string) => void) | null = null
  let written = ''

  return (code) => {
    if (!element) return
    if (!write || !code.startsWith(written)) {
      element.textContent = written = ''
      write = createCodeWriter(element)
    }
    write(code.slice(written.length))
    written = code
  }
}

function toBox(name: string): HTMLElement {
  const box = document.createElement('div')
  box.className = name
  return box
}
