import { useTimeoutFn } from '@vueuse/core'
import { ref } from 'vue'
import { copyText } from '../../shared/browser/copy-text.ts'

const SHOWN_MS = 1500

/** Copies a text and says so for a moment. */
export function useCopied() {
  const isCopied = ref(false)
  const { start } = useTimeoutFn(() => (isCopied.value = false), SHOWN_MS, { immediate: false })

  async function copy(text: string): Promise<void> {
    await copyText(text)
    isCopied.value = true
    start()
  }

  return { isCopied, copy }
}
