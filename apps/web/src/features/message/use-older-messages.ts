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
  function loadIfNear(): void {
    const query = messages()?.query
    const element = scroller.value
    if (!query?.hasNextPage.value || query.isFetching.value || !element || element.clientHeight === 0) return
    if (element.scrollTop < NEAR_TOP) void query.fetchNextPage()
  }

  useEventListener(scroller, 'scroll', loadIfNear, { passive: true })
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
    () => void nextTick(loadIfNear),
    { flush: 'post', immediate: true },
  )
}
