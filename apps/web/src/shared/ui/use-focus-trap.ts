import { useEventListener } from '@vueuse/core'
import { nextTick, watch, type Ref } from 'vue'

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]'

/**
 * Keeps Tab within an overlay while it stands, and gives the focus back afterwards. Naive UI's own trap puts focusable
 * elements before and after that screen readers cannot name. The focus goes first to what follows the header.
 */
export function useFocusTrap(overlay: Ref<HTMLElement | null>, isOpen: Ref<boolean>): void {
  let opener: HTMLElement | null = null

  watch(
    isOpen,
    (isNow, before) => {
      if (isNow) opener = document.activeElement instanceof HTMLElement ? document.activeElement : null
      else if (before && opener?.isConnected) opener.focus()
    },
    { immediate: true },
  )
  watch(
    overlay,
    async (element) => {
      await nextTick()
      if (element && !element.contains(document.activeElement)) findFirst(element)?.focus()
    },
    { immediate: true, flush: 'post' },
  )

  useEventListener(overlay, 'keydown', (event) => {
    if (event.key !== 'Tab' || !overlay.value) return
    const reachable = findReachable(overlay.value)
    const edge = event.shiftKey ? reachable[0] : reachable.at(-1)
    if (document.activeElement !== edge && overlay.value.contains(document.activeElement)) return
    event.preventDefault()
    ;(event.shiftKey ? reachable.at(-1) : reachable[0])?.focus()
  })
}

function findReachable(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.tabIndex >= 0 && !element.closest('[popover]') && isShown(element),
  )
}

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility?.() ?? true
}

function findFirst(root: HTMLElement): HTMLElement | undefined {
  const reachable = findReachable(root)
  return reachable.find((element) => !element.closest('header')) ?? reachable[0]
}
