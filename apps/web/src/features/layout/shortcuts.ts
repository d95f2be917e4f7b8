import { useEventListener } from '@vueuse/core'

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

export const NEW_SESSION_KEYS = isApple
  ? { shown: '⌘K', aria: 'Meta+K' }
  : { shown: 'Ctrl K', aria: 'Control+K' }

/** Calls `open` on the keys for a new session, wherever the focus is. */
export function useNewSessionKeys(open: () => void): void {
  useEventListener(window, 'keydown', (event) => {
    const isModified = isApple ? event.metaKey : event.ctrlKey
    if (!isModified || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'k') return
    event.preventDefault()
    open()
  })
}
