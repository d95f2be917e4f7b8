import { onScopeDispose } from 'vue'
import type { Action } from './action.ts'
import { useActionStore } from './action-store.ts'

/**
 * Offers actions in the palette, by their keys and in the list of shortcuts, for as long as the component lives. `list` is
 * asked again whenever what it reads has changed: leave out what cannot be done now.
 */
export function useActions(list: () => Action[]): void {
  onScopeDispose(useActionStore().add(list))
}
