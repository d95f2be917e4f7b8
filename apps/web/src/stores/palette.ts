import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Which of the two dialogs of actions is open. */
export const usePalette = defineStore('palette', () => {
  const isOpen = ref(false)
  const isHelpOpen = ref(false)
  /** Each is loaded when first opened. */
  const wasOpened = ref(false)
  const wasHelpOpened = ref(false)

  function open(): void {
    wasOpened.value = true
    isOpen.value = true
  }

  function openHelp(): void {
    wasHelpOpened.value = true
    isHelpOpen.value = true
  }

  return { isOpen, isHelpOpen, wasOpened, wasHelpOpened, open, openHelp }
})
