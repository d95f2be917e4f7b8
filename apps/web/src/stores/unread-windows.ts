import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Windows of the open session whose answers ended while they were out of view: behind a tab, folded, or further sideways. */
export const useUnreadWindows = defineStore('unread-windows', () => {
  const unread = ref(new Set<string>())
  let inView: readonly string[] = []

  /** What comes into view is read. */
  function show(windowIds: readonly string[]): void {
    inView = windowIds
    for (const id of windowIds) unread.value.delete(id)
  }

  function noteEnd(windowId: string): void {
    if (!inView.includes(windowId)) unread.value.add(windowId)
  }

  return { unread, show, noteEnd }
})
