import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { createBlockStream, type BlockGroup, type BlockStream } from './block-stream.ts'
import type { MarkdownLabels } from './markdown-env.ts'

/** Rendering one answer rests this many times as long as it took, so that a block which grows long cannot fill the time. */
const REST_FACTOR = 8
const FRAME_MS = 16

interface Source {
  text: () => string
  isComplete: () => boolean
  labels: () => MarkdownLabels
}

/** The rendered blocks of a text that may still grow. */
export function useBlockGroups(source: Source): Readonly<ShallowRef<readonly BlockGroup[]>> {
  const groups = shallowRef<readonly BlockGroup[]>([])
  let stream: BlockStream = createBlockStream(source.labels())
  let restUntil = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function render(): void {
    const start = performance.now()
    groups.value = stream.update(source.text(), source.isComplete())
    const end = performance.now()
    restUntil = end + (end - start) * REST_FACTOR
  }

  function renderSoon(): void {
    clearTimeout(timer)
    const rest = source.isComplete() ? 0 : restUntil - performance.now()
    if (rest < FRAME_MS) render()
    else timer = setTimeout(render, rest)
  }

  watch([source.text, source.isComplete], renderSoon)
  watch(source.labels, (labels) => {
    stream = createBlockStream(labels)
    render()
  })
  onScopeDispose(() => clearTimeout(timer))
  render()
  return groups
}
