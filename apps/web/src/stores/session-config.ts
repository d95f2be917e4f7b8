import type { Session } from '@chatmore/api/contract'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

/** The dialog that sets up a session: open for a new one, or for the one that it edits. */
export const useSessionConfig = defineStore('session-config', () => {
  const isOpen = ref(false)
  const edited = shallowRef<Session | null>(null)

  function openNew(): void {
    edited.value = null
    isOpen.value = true
  }

  function openEdit(session: Session): void {
    edited.value = session
    isOpen.value = true
  }

  return { isOpen, edited, openNew, openEdit }
})
