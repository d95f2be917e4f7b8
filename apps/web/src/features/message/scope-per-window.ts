import type { ChatWindow } from '@chatmore/api/contract'
import { effectScope, onScopeDispose, shallowReactive, watch, type EffectScope, type Ref } from 'vue'

/** One value per window by id, each made in a scope that ends with its window. */
export function useScopePerWindow<Value>(
  windows: Ref<readonly ChatWindow[]>,
  create: (windowId: string) => Value,
): ReadonlyMap<string, Value> {
  const values = shallowReactive(new Map<string, Value>())
  const scopes = new Map<string, EffectScope>()

  function open(id: string): void {
    const scope = effectScope(true)
    scopes.set(id, scope)
    scope.run(() => values.set(id, create(id)))
  }

  function close(id: string): void {
    scopes.get(id)?.stop()
    scopes.delete(id)
    values.delete(id)
  }

  watch(
    () => windows.value.map((window) => window.id),
    (ids) => {
      for (const id of ids) if (!scopes.has(id)) open(id)
      for (const id of [...scopes.keys()]) if (!ids.includes(id)) close(id)
    },
    { immediate: true },
  )
  onScopeDispose(() => [...scopes.keys()].forEach(close))
  return values
}
