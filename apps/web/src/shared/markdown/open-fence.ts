import { holdBackFence } from './fence-rules.ts'
import type { RenderedBlock } from './render-blocks.ts'

/** Follows a code fence that is being written: its new lines are code until one of them ends it, and need no parser. */
export interface OpenFence {
  /** All of its code, as it stands in the text; null where that needs the parser. */
  grow(text: string): string | null
}

/** Null where the block is no open fence, or one whose lines are not taken as they are. `start` is the block's in the text. */
export function followFence(text: string, start: number, { fence }: RenderedBlock): OpenFence | null {
  const codeStart = text.indexOf('\n', start) + 1
  if (fence === null || codeStart === 0 || !text.startsWith(fence, start)) return null
  const mark = fence.charAt(0)
  const parsed = new RegExp(`^ {0,3}${mark}{${fence.length},}[ \\t]*$|[\\r\\0]`, 'm')
  let known = text
  let lineStart = codeStart

  function grow(grown: string): string | null {
    if (!grown.startsWith(known) || parsed.test(grown.slice(lineStart))) return null
    known = grown
    lineStart = Math.max(codeStart, grown.lastIndexOf('\n') + 1)
    return holdBackFence(grown.slice(codeStart), mark)
  }

  return grow(text) === null ? null : { grow }
}
