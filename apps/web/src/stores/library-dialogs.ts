import type { LineUp } from '@chatmore/api/contract'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

export type LibraryDialog =
  | { kind: 'lineUp'; sessionId: string }
  | { kind: 'lineUpEdit'; lineUp: LineUp }
  | { kind: 'tags'; sessionId: string; title: string; tags: readonly string[] }
  /** Without a place to insert into, templates are there to be edited. */
  | { kind: 'templates'; insert: ((text: string) => void) | null }

/** The dialog of the library that is open, from wherever it was asked for. */
export const useLibraryDialogs = defineStore('library-dialogs', () => {
  const isOpen = ref(false)
  const dialog = shallowRef<LibraryDialog | null>(null)
  /** Counts up, so that each opening begins with a fresh dialog. */
  const openings = ref(0)

  function open(wanted: LibraryDialog): void {
    dialog.value = wanted
    openings.value++
    isOpen.value = true
  }

  return { isOpen, dialog, openings, open }
})
