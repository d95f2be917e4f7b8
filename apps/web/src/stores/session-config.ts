import type { Session } from '@chatmore/api/contract'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

/** The dialog that sets up a session: open for a new one, or for the one that it edits. */
export const useSessionConfig = defineStore('session-config', () => {
  const isOpen = ref(false)
  const edited = shallowRef<Session | null>(null)
  /** Counts up, so that each opening begins with a fresh dialog while the last one may still be fading. */
  const openings = ref(0)

  function open(session: Session | null): void {
    edited.value = session
    openings.value++
    isOpen.value = true
  }

  function openNew(): void {
    open(null)
  }

  function openEdit(session: Session): void {
    open(session)
  }

  return { isOpen, edited, openings, openNew, openEdit }
})
