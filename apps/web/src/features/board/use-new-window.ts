import { watch } from 'vue'
import type { Session } from '@chatmore/api/contract'

/** Calls back with a window that was added while the board is open, once it is on the page. */
export function useNewWindow(session: () => Session, onNew: (windowId: string) => void): void {
  watch(
    () => session().windows.map((window) => window.id),
    (ids, before) => {
      const added = ids.find((id) => !before.includes(id))
      if (added) onNew(added)
    },
    { flush: 'post' },
  )
}
