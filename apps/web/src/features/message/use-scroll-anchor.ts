import { useEventListener, useResizeObserver } from '@vueuse/core'
import type { Ref } from 'vue'
import { findAnchors } from './lib/find-anchors.ts'

type ElementRef = Readonly<Ref<HTMLElement | null>>

/**
 * Keeps what the reader reads where it is while something above it grows, shrinks or is put there. In place of the browser, whose
 * `overflow-anchor` has to be off: some have none, and the others do nothing at the top or when spaces give way to turns.
 */
export function useScrollAnchor(scroller: ElementRef, content: ElementRef, isFollowing: () => boolean): void {
  let anchors: { element: HTMLElement; place: number }[] = []

  /** Below the content's beginning, so that scrolling does not change it. */
  function placeOf(element: HTMLElement): number {
    return element.getBoundingClientRect().top + (scroller.value?.scrollTop ?? 0)
  }

  function note(): void {
    const elements = scroller.value && !isFollowing() ? findAnchors(scroller.value) : []
    anchors = elements.map((element) => ({ element, place: placeOf(element) }))
  }

  function hold(): void {
    // A text that is rendered anew takes its parts off the page; its turn's place stays.
    const anchor = anchors.find(({ element }) => element.isConnected)
    if (scroller.value && anchor && !isFollowing()) {
      const moved = placeOf(anchor.element) - anchor.place
      if (Math.abs(moved) >= 1) scroller.value.scrollTop += moved
    }
    note()
  }

  // A scroll may come between what was put above and the news of it.
  useEventListener(scroller, 'scroll', hold, { passive: true })
  useResizeObserver(content, hold)
}
