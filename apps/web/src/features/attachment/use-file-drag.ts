import { useEventListener } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'
import { hasOverlay } from '../../shared/ui/use-overlay.ts'

/** Files that are dragged over the page. Tells what is beneath them, null while there are none; the page itself never opens one. */
export function useFileDrag(
  onDrop: (files: File[], target: Element) => void,
): Readonly<ShallowRef<Element | null>> {
  const beneath = shallowRef<Element | null>(null)
  let depth = 0

  function end(): void {
    depth = 0
    beneath.value = null
  }

  /** What files are over, where they may be dropped. */
  function follow(event: DragEvent): Element | null {
    const { dataTransfer, target } = event
    if (!dataTransfer?.types.includes('Files')) return null
    event.preventDefault()
    const isTaken = target instanceof Element && !hasOverlay()
    dataTransfer.dropEffect = isTaken ? 'copy' : 'none'
    return isTaken ? target : null
  }

  useEventListener(document, 'dragenter', (event) => {
    depth++
    beneath.value = follow(event)
  })
  useEventListener(document, 'dragover', (event) => {
    beneath.value = follow(event)
  })
  useEventListener(document, 'dragleave', () => {
    depth--
    if (depth <= 0) end()
  })
  useEventListener(document, 'drop', (event) => {
    const target = follow(event)
    end()
    if (target) onDrop([...(event.dataTransfer?.files ?? [])], target)
  })
  return beneath
}
