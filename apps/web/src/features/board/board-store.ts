import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { columnChoices, type ColumnChoice } from './lib/count-columns.ts'

/** How this person likes the board, remembered by this browser. */
export const useBoardStore = defineStore('board', () => {
  const stored = useLocalStorage('chatmore.columns', 'auto')
  const columns = computed<ColumnChoice>({
    get: () => columnChoices.find((choice) => String(choice) === stored.value) ?? 'auto',
    set: (choice) => (stored.value = String(choice)),
  })
  return { columns }
})
