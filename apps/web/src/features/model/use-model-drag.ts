import { useEventListener } from '@vueuse/core'
import { ref, type Ref } from 'vue'
import type { DropPlace } from './lib/order-models.ts'

interface Parts {
  list: Readonly<Ref<HTMLElement | null>>
  onDrop: (id: string, place: DropPlace) => void
}

export interface ModelDrag {
  draggedId: Readonly<Ref<string | null>>
  place: Readonly<Ref<DropPlace | null>>
}

const ROW = '[data-model-id]'

/** Moves models by their handles, with a mouse, a pen or a finger, within their group. Esc lets go. */
export function useModelDrag({ list, onDrop }: Parts): ModelDrag {
  const draggedId = ref<string | null>(null)
  const place = ref<DropPlace | null>(null)

  useEventListener(list, 'pointerdown', (event: PointerEvent) => {
    const { target } = event
    if (event.button !== 0 || !(target instanceof Element) || !target.closest('[data-model-handle]')) return
    draggedId.value = target.closest<HTMLElement>(ROW)?.dataset['modelId'] ?? null
  })

  useEventListener(window, 'pointermove', (event) => {
    if (draggedId.value === null) return
    const row = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>(ROW)
    const own = list.value?.querySelector<HTMLElement>(`[data-model-id="${draggedId.value}"]`)
    if (!row || row.dataset['modelGroup'] !== own?.dataset['modelGroup']) {
      place.value = null
      return
    }
    const { top, height } = row.getBoundingClientRect()
    place.value = { id: row.dataset['modelId'] ?? '', isAfter: event.clientY > top + height / 2 }
  })

  useEventListener(window, 'pointerup', () => {
    if (draggedId.value !== null && place.value) onDrop(draggedId.value, place.value)
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
    draggedId.value = null
    place.value = null
  }

  return { draggedId, place }
}
