import type { Env, MarkdownIt } from 'markdown-it'
import { createMarkdown } from './create-markdown.ts'
import type { MarkdownLabels } from './markdown-env.ts'
import { hasFormulas } from './math-rules.ts'
import { mendEnd } from './mend-end.ts'
import { followFence, type OpenFence } from './open-fence.ts'
import { renderBlocks, type RenderedBlock } from './render-blocks.ts'
import { sanitiseHtml } from './sanitise-html.ts'

/** Blocks are shown in groups, so that a new piece of text compares one group and not the whole answer. */
export const GROUP_SIZE = 8

/**
 * New text can still change the last block, and the one before it while its end is being written: a table's head
 * is a paragraph until its second line. Whatever lies further back is settled, and code at once when its fence is closed.
 */
const UNSETTLED = 2

export interface MarkdownBlock {
  source: string
  html: string
  /** The code of a fence that is still open, which belongs into the HTML's `code`; null in all other blocks. */
  code: string | null
  /** Whether it has formulas that are shown as such once the block has come to its end. */
  isGrowing: boolean
}

export type BlockGroup = readonly MarkdownBlock[]

export interface BlockStream {
  /** Takes the whole text so far. Groups, and blocks in them, stay the same objects where nothing changed. */
  update(text: string, isComplete: boolean): readonly BlockGroup[]
}

let sharedMarkdown: MarkdownIt | undefined

export function createBlockStream(labels: MarkdownLabels): BlockStream {
  const md = (sharedMarkdown ??= createMarkdown())
  const blocks: MarkdownBlock[] = []
  let groups: readonly BlockGroup[] = []
  let settled = { text: '', count: 0, references: {} as NonNullable<Env['references']> }
  let fence: OpenFence | null = null

  function update(text: string, isComplete: boolean): readonly BlockGroup[] {
    const code = isComplete ? null : (fence?.grow(text) ?? null)
    return code === null ? parse(text, isComplete) : growCode(code)
  }

  function growCode(code: string): readonly BlockGroup[] {
    const last = blocks.at(-1)
    if (!last || last.code === code) return groups
    blocks[blocks.length - 1] = { ...last, code }
    return (groups = regroup(groups, blocks, blocks.length - 1))
  }

  function parse(text: string, isComplete: boolean): readonly BlockGroup[] {
    if (isComplete || !text.startsWith(settled.text)) settled = { text: '', count: 0, references: {} }
    const tail = text.slice(settled.text.length)
    const env = { labels, isComplete, lines: [], references: { ...settled.references } }
    const rendered = renderBlocks(md, isComplete ? tail : mendEnd(tail), env)
    const firstChanged = replaceFrom(settled.count, rendered, isComplete)
    const last = rendered.at(-1)
    fence = last && !isComplete ? followFence(text, settled.text.length + last.start, last) : null
    if (!isComplete) settle(tail, rendered)
    if (firstChanged !== null) groups = regroup(groups, blocks, firstChanged)
    return groups
  }

  /** Puts the rendered blocks from an index on, and tells the first that differs from what was there. */
  function replaceFrom(index: number, rendered: RenderedBlock[], isComplete: boolean): number | null {
    let firstChanged: number | null = null
    rendered.forEach(({ html, code }, offset) => {
      const known = blocks[index + offset]
      const isGrowing = !isComplete && offset === rendered.length - 1 && hasFormulas(html)
      if (known?.source === html && known.code === code && known.isGrowing === isGrowing) return
      firstChanged ??= index + offset
      const clean = known?.source === html ? known.html : sanitiseHtml(html)
      blocks[index + offset] = { source: html, html: clean, code, isGrowing }
    })
    if (blocks.length > index + rendered.length) {
      blocks.length = index + rendered.length
      firstChanged ??= blocks.length
    }
    return firstChanged
  }

  function settle(tail: string, rendered: RenderedBlock[]): void {
    const afterFinal = rendered.slice(0, -1).findLastIndex(({ isFinal }) => isFinal) + 1
    const count = Math.max(rendered.length - UNSETTLED, afterFinal)
    const firstUnsettled = rendered[count]
    if (count < 1 || !firstUnsettled) return
    const added = tail.slice(0, firstUnsettled.start)
    const references = { ...settled.references }
    if (added.includes(']:')) md.parse(added, { references })
    settled = { text: settled.text + added, count: settled.count + count, references }
  }

  return { update }
}

function regroup(groups: readonly BlockGroup[], blocks: MarkdownBlock[], firstChanged: number) {
  const kept = groups.slice(0, Math.floor(firstChanged / GROUP_SIZE))
  const fresh: BlockGroup[] = []
  for (let start = kept.length * GROUP_SIZE; start < blocks.length; start += GROUP_SIZE) {
    fresh.push(blocks.slice(start, start + GROUP_SIZE))
  }
  return [...kept, ...fresh]
}
