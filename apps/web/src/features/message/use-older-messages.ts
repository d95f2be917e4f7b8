import { useEventListener } from '@vueuse/core'
import { nextTick, watch, type Ref } from 'vue'
import type { WindowMessages } from './window-messages.ts'

/** Older messages are fetched when the reader is this near to the top, in CSS pixels. */
const NEAR_TOP = 2000
/** At least so much more than the view is fetched, or nobody could ask for more by scrolling. */
const LEAST_SCROLL = 600

/** Loads older messages as the reader scrolls up, and forgets them once the reader is back at the end. */
export function useOlderMessages(
  scroller: Readonly<Ref<HTMLElement | null>>,
  messages: () => WindowMessages | undefined,
  isFollowing: () => boolean,
) {
  function loadIf(isWanted: (element: HTMLElement) => boolean): void {
    const query = messages()?.query
    const element = scroller.value
    if (!query?.hasNextPage.value || query.isFetching.value || !element || element.clientHeight === 0) return
    if (isWanted(element)) void query.fetchNextPage()
  }

  useEventListener(scroller, 'scroll', () => loadIf(isNearTop), { passive: true })
  watch(
    () => [messages()?.query.isFetching.value, messages()?.rows.value.length],
    () =>
      void nextTick(() => loadIf((element) => isShort(element) || (!isFollowing() && isNearTop(element)))),
    { flush: 'post', immediate: true },
  )
  watch(isFollowing, (isAtEnd) => isAtEnd && messages()?.forgetOlder())
}

function isNearTop({ scrollTop }: HTMLElement): boolean {
  return scrollTop < NEAR_TOP
}

function isShort({ scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollHeight < clientHeight + LEAST_SCROLL
}
