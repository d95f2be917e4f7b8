import { useElementSize, useEventListener } from '@vueuse/core'
import { computed, ref, type Ref } from 'vue'
import { countColumns, WINDOW_GAP, type ColumnChoice } from './lib/count-columns.ts'

interface Parts {
  scroller: Readonly<Ref<HTMLElement | null>>
  windowCount: () => number
  choice: () => ColumnChoice
}

/** How many windows stand side by side, which of them are in view, and how to get to the others. */
export function useSideways({ scroller, windowCount, choice }: Parts) {
  const { width } = useElementSize(scroller)
  const offset = ref(0)

  const columns = computed(() =>
    countColumns({ windowCount: windowCount(), width: width.value, choice: choice() }),
  )
  const step = computed(() => (width.value + WINDOW_GAP) / columns.value)
  const first = computed(() => (step.value > 0 ? Math.round(offset.value / step.value) : 0))
  const hidden = computed(() => Math.max(0, windowCount() - columns.value))

  useEventListener(scroller, 'scroll', () => (offset.value = scroller.value?.scrollLeft ?? 0), {
    passive: true,
  })

  /** Goes to the windows further left or right, as many as fit. */
  function go(by: -1 | 1): void {
    scroller.value?.scrollBy({ left: by * columns.value * step.value, behavior: 'smooth' })
  }

  return {
    columns,
    hidden,
    isAtStart: computed(() => first.value <= 0),
    isAtEnd: computed(() => first.value >= hidden.value),
    go,
  }
}
