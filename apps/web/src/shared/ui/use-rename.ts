import { nextTick, ref, type Ref } from 'vue'

/** A text that becomes a field when it is to be changed: Enter and leaving keep it, Esc leaves it as it was. */
export function useRename(
  field: Readonly<Ref<HTMLInputElement | null>>,
  current: () => string,
  keep: (wanted: string) => void,
) {
  const isEditing = ref(false)
  const text = ref('')

  async function edit(): Promise<void> {
    text.value = current()
    isEditing.value = true
    await nextTick()
    field.value?.select()
  }

  function finish(shouldKeep: boolean): void {
    if (!isEditing.value) return
    isEditing.value = false
    const wanted = text.value.trim()
    if (shouldKeep && wanted !== '' && wanted !== current()) keep(wanted)
  }

  function onEnter(event: KeyboardEvent): void {
    if (!event.isComposing) finish(true)
  }

  return { isEditing, text, edit, finish, onEnter }
}
