import { ref, type Ref } from 'vue'

/**
 * One's own earlier inputs by Arrow Up in an empty box, and back by Arrow Down; newest first in `list`. A text that was
 * changed is one's own again, in which the arrows move the cursor.
 */
export function useInputHistory(text: Ref<string>, list: () => readonly string[]) {
  const at = ref(-1)
  let shown = ''

  function show(index: number): void {
    at.value = index
    shown = index < 0 ? '' : (list()[index] ?? '')
    text.value = shown
  }

  /** Whether the key did something. */
  function onArrow(key: 'ArrowUp' | 'ArrowDown'): boolean {
    if (text.value === '') at.value = -1
    else if (at.value < 0 || text.value !== shown) return false
    const next = at.value + (key === 'ArrowUp' ? 1 : -1)
    if (next < -1 || next >= list().length) return false
    show(next)
    return true
  }

  return { onArrow }
}
