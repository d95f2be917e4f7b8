import type { ChatWindow } from '@chatmore/api/contract'
import { useElementSize, useEventListener } from '@vueuse/core'
import { computed, ref, type Ref } from 'vue'
import type { BoardLayout } from './board-store.ts'
import { findVisible, layOutWindows } from './lib/lay-out-windows.ts'

interface Parts {
  scroller: Readonly<Ref<HTMLElement | null>>
  windows: () => readonly ChatWindow[]
  layout: () => BoardLayout
}

/** Where the windows stand side by side, which of them are in view, and how to get to the others. */
export function useSideways({ scroller, windows, layout }: Parts) {
  const { width } = useElementSize(scroller)
  const offset = ref(0)

  const laidOut = computed(() => {
    const { columns, shares, folded } = layout()
    return layOutWindows({
      ids: windows().map(({ id }) => id),
      width: width.value,
      choice: columns,
      shares,
      folded,
    })
  })
  const places = computed(() => laidOut.value.places)
  const visibleIds = computed(() => findVisible(places.value, { offset: offset.value, width: width.value }))
  const openCount = computed(() => places.value.filter(({ isFolded }) => !isFolded).length)
  const end = computed(() => {
    const last = places.value.at(-1)
    return last ? last.left + last.width : 0
  })

  useEventListener(scroller, 'scroll', () => (offset.value = scroller.value?.scrollLeft ?? 0), {
    passive: true,
  })

  function scrollTo(left: number): void {
    scroller.value?.scrollTo({ left, behavior: 'smooth' })
  }

  /** Goes to the windows further left or right, as many as are in view. */
  function go(by: -1 | 1): void {
    scrollTo(offset.value + by * (width.value - laidOut.value.column / 2))
  }

  function show(windowId: string): void {
    const place = places.value.find(({ id }) => id === windowId)
    if (place && !visibleIds.value.includes(windowId)) scrollTo(place.left)
  }

  return {
    width,
    offset,
    places,
    column: computed(() => laidOut.value.column),
    visibleIds,
    openCount,
    isAtStart: computed(() => offset.value <= 1),
    isAtEnd: computed(() => offset.value + width.value >= end.value - 1),
    go,
    show,
  }
}
