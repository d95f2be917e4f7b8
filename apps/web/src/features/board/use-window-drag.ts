import { useEventListener } from '@vueuse/core'
import { computed, ref, type Ref } from 'vue'
import { WINDOW_GAP } from './lib/count-columns.ts'
import { findDropIndex, type Place } from './lib/lay-out-windows.ts'

interface Parts {
  scroller: Readonly<Ref<HTMLElement | null>>
  places: Ref<readonly Place[]>
  /** The ids in their new order. */
  onDrop: (windowIds: string[]) => void
}

/** The pointer has to go so far before a click on a header becomes a drag. */
const THRESHOLD = 6
/** Nearer to an edge than this the board scrolls along. */
const EDGE = 48
const EDGE_STEP = 16
const NOT_A_HANDLE = 'button, input, a, [role="menu"]'

/** Moves windows by their headers with a mouse or pen; on touch that gesture scrolls. Esc lets go. */
export function useWindowDrag({ scroller, places, onDrop }: Parts) {
  const draggedId = ref<string | null>(null)
  const pointerX = ref(0)
  let pressed: { id: string; x: number } | null = null

  const dropIndex = computed(() =>
    draggedId.value === null ? null : findDropIndex(places.value, pointerX.value),
  )
  /** Where the window would stand, in pixels from the left of the board. */
  const dropLeft = computed(() => {
    if (dropIndex.value === null) return null
    const place = places.value[dropIndex.value]
    if (place) return Math.max(1, place.left - WINDOW_GAP / 2)
    const last = places.value.at(-1)
    return last ? last.left + last.width : 0
  })

  useEventListener(scroller, 'pointerdown', (event: PointerEvent) => {
    const { target } = event
    if (event.button !== 0 || event.pointerType === 'touch' || !(target instanceof Element)) return
    const header = target.closest('header')
    const pane = header?.closest<HTMLElement>('[data-window-id]')
    if (!pane || target.closest(NOT_A_HANDLE)) return
    pressed = { id: pane.dataset['windowId'] ?? '', x: event.clientX }
  })

  useEventListener(window, 'pointermove', (event) => {
    if (!pressed || !scroller.value) return
    if (Math.abs(event.clientX - pressed.x) > THRESHOLD) draggedId.value = pressed.id
    if (draggedId.value === null) return
    const box = scroller.value.getBoundingClientRect()
    if (event.clientX < box.left + EDGE) scroller.value.scrollLeft -= EDGE_STEP
    if (event.clientX > box.right - EDGE) scroller.value.scrollLeft += EDGE_STEP
    pointerX.value = event.clientX - box.left + scroller.value.scrollLeft
  })

  useEventListener(window, 'pointerup', () => {
    if (draggedId.value !== null && dropIndex.value !== null) drop(draggedId.value, dropIndex.value)
    cancel()
  })
  useEventListener(window, 'pointercancel', cancel)
  useEventListener(
    window,
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || draggedId.value === null) return
      event.stopPropagation()
      cancel()
    },
    { capture: true },
  )

  function cancel(): void {
    pressed = null
    draggedId.value = null
  }

  function drop(id: string, index: number): void {
    const ids = places.value.map((place) => place.id)
    const before = ids.slice(0, index).filter((each) => each !== id)
    const after = ids.slice(index).filter((each) => each !== id)
    const order = [...before, id, ...after]
    if (order.some((each, at) => each !== ids[at])) onDrop(order)
  }

  return { draggedId, dropLeft }
}
