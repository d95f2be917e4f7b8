import { useEventListener } from '@vueuse/core'
import { hasOverlay } from '../../shared/ui/use-overlay.ts'

/** Esc brings the other windows back, unless it closes or stops something nearer. */
export function useRestoreKey(isMaximised: () => boolean, restore: () => void): void {
  useEventListener(document, 'keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
    if (isMaximised() && !hasOverlay()) restore()
  })
}
