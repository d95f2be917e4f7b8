import { computed, readonly, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { refDebounced } from '@vueuse/core'
import { readChoice, writeChoice, type CallChoice } from './lib/call-choice.ts'

const TYPING_MS = 300

/** The filters of the call log. They are in the address, so that a reload, a link and the back button keep them. */
export function useCallChoice() {
  const route = useRoute()
  const router = useRouter()
  const choice = computed(() => readChoice(route.query))

  function change(patch: Partial<CallChoice>): void {
    void router.replace({ query: writeChoice({ ...choice.value, ...patch }) })
  }

  const search = ref(choice.value.search)
  const typed = refDebounced(search, TYPING_MS)
  watch(typed, (text) => {
    if (text.trim() !== choice.value.search.trim()) change({ search: text })
  })
  // The address leads, such as after a step back, but not over what is being typed.
  watch(
    () => choice.value.search,
    (text) => {
      if (text.trim() !== typed.value.trim()) search.value = text
    },
  )

  const openId = computed(() => (typeof route.query.call === 'string' ? route.query.call : null))
  const toCall = (id: string) => ({ query: { ...writeChoice(choice.value), call: id } })
  const close = () => void router.replace({ query: writeChoice(choice.value) })
  const isChosen = computed(() => Object.keys(writeChoice(choice.value)).length > 0)
  const clear = () => void router.replace({ query: {} })

  return { choice: readonly(choice), change, search, openId, toCall, close, isChosen, clear }
}
