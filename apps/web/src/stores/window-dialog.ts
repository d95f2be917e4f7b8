import type { Message } from '@chatmore/api/contract'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

/** What is open about a window, or about one of its answers. */
export type WindowDialog = { windowId: string } & (
  { kind: 'settings' } | { kind: 'retry' | 'quote'; message: Message }
)

/** It belongs to the page and not to the window, which a page that changes its width builds anew. */
export const useWindowDialog = defineStore('window-dialog', () => {
  const isOpen = ref(false)
  const shown = shallowRef<WindowDialog | null>(null)
  /** How many have been: each begins anew. */
  const opened = ref(0)

  function open(dialog: WindowDialog): void {
    shown.value = dialog
    opened.value++
    isOpen.value = true
  }

  return { isOpen, shown, opened, open }
})
