import { useEventListener, useResizeObserver } from '@vueuse/core'
import type { Ref } from 'vue'
import { findAnchor } from './lib/find-anchor.ts'

type ElementRef = Readonly<Ref<HTMLElement | null>>

/** Browsers that keep what one reads where it is, which also keeps a wheel's glide going. Safari is none. */
const isNative = typeof CSS !== 'undefined' && CSS.supports('overflow-anchor', 'auto')

/**
 * Keeps what the reader reads where it is while something above it grows, shrinks or is put there, where the browser does not:
 * some never do, and the others not at the very top.
 */
export function useScrollAnchor(scroller: ElementRef, content: ElementRef, isFollowing: () => boolean): void {
  let anchor: HTMLElement | null = null
  let place = 0
  let isAtTop = false

  /** Below the content's beginning, so that scrolling does not change it. */
  function placeOf(element: HTMLElement): number {
    return element.getBoundingClientRect().top + (scroller.value?.scrollTop ?? 0)
  }

  function note(): void {
    const element = scroller.value
    isAtTop = element !== null && element.scrollTop <= 0
    anchor = null
    if (!element || isFollowing() || (isNative && !isAtTop)) return
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
