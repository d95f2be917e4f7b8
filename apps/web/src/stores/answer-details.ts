import type { Message } from '@chatmore/api/contract'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

/** The drawer about one answer. It belongs to the page and not to the window, which a page that changes its width builds anew. */
export const useAnswerDetails = defineStore('answer-details', () => {
  const isOpen = ref(false)
  const message = shallowRef<Message | null>(null)

  function open(wanted: Message): void {
    message.value = wanted
    isOpen.value = true
  }

  return { isOpen, message, open }
})
