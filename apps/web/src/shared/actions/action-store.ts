import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import type { Action } from './action.ts'

/** All that can be done on the page as it is. Components add what is theirs with `useActions`. */
export const useActionStore = defineStore('actions', () => {
  const sources = shallowReactive(new Set<() => Action[]>())
  const actions = computed(() => [...sources].flatMap((list) => list()))

  /** Returns how to take them away again. */
  function add(list: () => Action[]): () => void {
    sources.add(list)
    return () => sources.delete(list)
  }

  return { actions, add }
})
