import { defineStore } from 'pinia'
import { ref } from 'vue'

/** The sheet that compares the answers to one broadcast. */
export const useCompare = defineStore('compare', () => {
  const isOpen = ref(false)
  const broadcastGroupId = ref<string | null>(null)

  function open(groupId: string): void {
    broadcastGroupId.value = groupId
    isOpen.value = true
  }

  return { isOpen, broadcastGroupId, open }
})
