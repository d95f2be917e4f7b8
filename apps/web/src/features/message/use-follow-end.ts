import { useEventListener, useResizeObserver } from '@vueuse/core'
import { readonly, ref, watch, type Ref } from 'vue'

/** Nearer to the end than this counts as being there, in CSS pixels. */
const NEAR = 48

/** After a jump other turns are rendered, and the end moves about: for so long only what their hand does is the reader's doing. */
const JUMP_MS = 300
const HAND = ['wheel', 'touchmove', 'keydown', 'pointerdown']

type ElementRef = Readonly<Ref<HTMLElement | null>>

/** Keeps a scroller at its end while the reader is there, and leaves it alone once they scroll up. */
export function useFollowEnd(scroller: ElementRef, content: ElementRef) {
  const isFollowing = ref(true)
  let lastTop = 0
  let lastHeight = 0
  let jumpedAt = -JUMP_MS

  function distanceToEnd(): number {
    const element = scroller.value
    return element ? element.scrollHeight - element.scrollTop - element.clientHeight : 0
  }

  function pin(): void {
    const element = scroller.value
    if (!element || !isFollowing.value) return
    element.scrollTop = element.scrollHeight
    lastTop = element.scrollTop
    lastHeight = element.scrollHeight
  }

  function jumpToEnd(): void {
    isFollowing.value = true
    jumpedAt = performance.now()
    pin()
  }

  useEventListener(
    scroller,
    'scroll',
    () => {
      const { scrollTop: top, scrollHeight: height } = scroller.value ?? { scrollTop: 0, scrollHeight: 0 }
      // Text that grows moves the end away without moving the reader: only a move upwards is theirs, unless it comes of less text.
      if (distanceToEnd() < NEAR) isFollowing.value = true
      else if (performance.now() - jumpedAt < JUMP_MS) pin()
      else if (top < lastTop && height >= lastHeight) isFollowing.value = false
      lastTop = top
      lastHeight = height
    },
    { passive: true },
  )
  useEventListener(scroller, HAND, () => (jumpedAt = -JUMP_MS), { passive: true })
  useResizeObserver([scroller, content], pin)
  watch(scroller, pin, { flush: 'post' })

  return { isFollowing: readonly(isFollowing), jumpToEnd }
}
