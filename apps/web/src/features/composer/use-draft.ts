import { computed, type WritableComputedRef } from 'vue'
import { useDrafts } from './drafts-store.ts'

/** The text of one box, kept over reloads. */
export function useDraft(key: () => string): WritableComputedRef<string> {
  const drafts = useDrafts()
  return computed({
    get: () => drafts.read(key()).text,
    set: (text) => drafts.write(key(), { ...drafts.read(key()), text }),
  })
}
