import { useEventListener } from '@vueuse/core'
import { nextTick, watch, type Ref } from 'vue'
import type { WindowMessages } from './window-messages.ts'

/** Older messages are fetched when the reader is this near to the top, in CSS pixels. */
const NEAR_TOP = 600

/** Loads older messages as the reader scrolls up, and keeps what they read where it is. */
export function useOlderMessages(
  scroller: Readonly<Ref<HTMLElement | null>>,
  messages: () => WindowMessages | undefined,
) {
  function loadIf(isWanted: (element: HTMLElement) => boolean): void {
    const query = messages()?.query
    const element = scroller.value
    if (!query?.hasNextPage.value || query.isFetching.value || !element || element.clientHeight === 0) return
    if (isWanted(element)) void query.fetchNextPage()
  }

  useEventListener(scroller, 'scroll', () => loadIf(isNearTop), { passive: true })
  watch(
    () => messages()?.turns.value[0]?.key,
    async (key, before) => {
      const element = scroller.value
      if (!element || !key || !before) return
      const distance = element.scrollHeight - element.scrollTop
      // The browser's own anchoring does nothing at the very top, and must not do it twice.
      element.style.overflowAnchor = 'none'
      await nextTick()
      element.scrollTop = element.scrollHeight - distance
      requestAnimationFrame(() => (element.style.overflowAnchor = ''))
    },
    { flush: 'pre' },
  )
  watch(
    () => [messages()?.query.isFetching.value, messages()?.rows.value.length],
    () => void nextTick(() => loadIf(isShort)),
    { flush: 'post', immediate: true },
  )
}

function isNearTop({ scrollTop }: HTMLElement): boolean {
  return scrollTop < NEAR_TOP
}

/** Too little to scroll, so that nobody could ask for more by scrolling. */
function isShort({ scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollHeight < clientHeight + NEAR_TOP
}
