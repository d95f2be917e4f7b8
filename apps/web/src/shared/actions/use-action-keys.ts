import { useEventListener } from '@vueuse/core'
import { hasOverlay } from '../ui/use-overlay.ts'
import { useActionStore } from './action-store.ts'
import { isChord, matchesKeys } from './keys.ts'

/**
 * Does what the pressed keys stand for. Single keys count only where nothing is being typed and only while `hasSingleKeys`;
 * under a dialog or a menu nothing counts.
 */
export function useActionKeys(hasSingleKeys: () => boolean): void {
  const store = useActionStore()
  useEventListener(window, 'keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || hasOverlay() || isInMenu(event)) return
    const isQuiet = isTyping(event) || !hasSingleKeys()
    const action = store.actions.find(
      ({ keys }) => keys && matchesKeys(keys, event) && (isChord(keys) || !isQuiet),
    )
    if (!action) return
    event.preventDefault()
    action.run()
  })
}

function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role="textbox"]') !== null)
  )
}

function isInMenu({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('[role="menu"], [role="listbox"]') !== null
}
