import { useEventListener, useResizeObserver } from '@vueuse/core'
import type { Ref } from 'vue'
import { findAnchor } from './lib/find-anchor.ts'

type ElementRef = Readonly<Ref<HTMLElement | null>>

/**
 * Keeps what the reader reads where it is while something above it grows, shrinks or is put there. In place of the browser, whose
 * `overflow-anchor` has to be off: some have none, and the others do nothing at the top or when spaces give way to turns.
 */
export function useScrollAnchor(scroller: ElementRef, content: ElementRef, isFollowing: () => boolean): void {
  let anchor: HTMLElement | null = null
  let place = 0

  /** Below the content's beginning, so that scrolling does not change it. */
  function placeOf(element: HTMLElement): number {
    return element.getBoundingClientRect().top + (scroller.value?.scrollTop ?? 0)
  }

  function note(): void {
    const element = scroller.value
    anchor = null
    if (!element || isFollowing()) return
    anchor = findAnchor(element)
    if (anchor) place = placeOf(anchor)
  }

  function hold(): void {
    const element = scroller.value
    if (!element || !anchor?.isConnected || isFollowing()) return
    const moved = placeOf(anchor) - place
    if (Math.abs(moved) >= 1) element.scrollTop += moved
    note()
  }

  useEventListener(scroller, 'scroll', note, { passive: true })
  useResizeObserver(content, hold)
}
