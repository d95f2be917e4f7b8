import { useEventListener } from '@vueuse/core'
import { nextTick, onScopeDispose, watch, type Ref } from 'vue'

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]'

interface Overlay {
  element: Ref<HTMLElement | null>
  isOpen: Ref<boolean>
  /** Called on Escape. Left out, Escape does nothing. */
  close?: () => void
}

/** Those that stand now, the nearest one last: Escape closes that one alone. */
const standing: Overlay[] = []

/** Whether a dialog or drawer lies over the page. */
export function hasOverlay(): boolean {
  return standing.length > 0
}

/**
 * Makes an overlay answer the keyboard: the focus goes to what follows its header, Tab stays within, Escape closes it, and
 * what opened it gets the focus back. Naive UI's own trap puts focusable elements around that screen readers cannot name.
 */
export function useOverlay(overlay: Overlay): void {
  const { element, isOpen } = overlay
  let opener: HTMLElement | null = null

  watch(
    isOpen,
    (isNow, before) => {
      if (isNow) {
        opener = document.activeElement instanceof HTMLElement ? document.activeElement : null
        standing.push(overlay)
      } else if (before) {
        forget(overlay)
        if (opener?.isConnected) opener.focus()
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => forget(overlay))

  watch(
    element,
    async (root) => {
      await nextTick()
      if (!root || root.contains(document.activeElement)) return
      // While nothing but its header is there, such as while it loads, the overlay itself takes the focus.
      root.tabIndex = -1
      ;(findFirst(root) ?? root).focus()
    },
    { immediate: true, flush: 'post' },
  )

  useEventListener(document, 'keydown', (event) => {
    if (standing.at(-1) !== overlay || event.defaultPrevented || event.isComposing) return
    if (event.key === 'Tab' && element.value) keepTabWithin(element.value, event)
    if (event.key === 'Escape') overlay.close?.()
  })
}

function forget(overlay: Overlay): void {
  const at = standing.indexOf(overlay)
  if (at >= 0) standing.splice(at, 1)
}

function keepTabWithin(root: HTMLElement, event: KeyboardEvent): void {
  const reachable = findReachable(root)
  const edge = event.shiftKey ? reachable[0] : reachable.at(-1)
  if (document.activeElement !== edge && root.contains(document.activeElement)) return
  event.preventDefault()
  ;(event.shiftKey ? reachable.at(-1) : reachable[0])?.focus()
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
  return findReachable(root).find((element) => !element.closest('header'))
}
