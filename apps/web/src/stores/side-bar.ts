import { useLocalStorage, useMediaQuery } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

/** Below this width the side bar lies over the page as a drawer. */
const NARROW = '(max-width: 800px)'

/** Whether the side bar shows: folded for good on a wide screen, open until the next step on a narrow one. */
export const useSideBar = defineStore('side-bar', () => {
  const isFolded = useLocalStorage('chatmore.side-bar-folded', false)
  const isNarrow = useMediaQuery(NARROW)
  const isDrawerOpen = ref(false)

  const isShown = computed(() => (isNarrow.value ? isDrawerOpen.value : !isFolded.value))

  function show(): void {
    if (isNarrow.value) isDrawerOpen.value = true
    else isFolded.value = false
  }

  function hide(): void {
    if (isNarrow.value) isDrawerOpen.value = false
    else isFolded.value = true
  }

  return { isNarrow, isShown, isDrawerOpen, show, hide }
})
