import type { LineUp, ModelSummary } from '@chatmore/api/contract'
import { MAX_WINDOWS } from '@chatmore/api/contract'
import { computed, ref, watch, type Ref } from 'vue'
import {
  chooseDefaultModels,
  createDraft,
  toDraft,
  toAutoNames,
  toWindowConfigs,
  type WindowDraft,
} from './lib/window-drafts.ts'

interface Beginning {
  /** The default line-up, if there is one. */
  lineUp: Ref<LineUp | null>
  isReady: () => boolean
}

/**
 * The windows of a session that is being set up; begins, once they are known, with those of the default line-up that can be
 * used, or with a window on each of the first models.
 */
export function useWindowDrafts(models: Ref<readonly ModelSummary[]>, { lineUp, isReady }: Beginning) {
  const drafts = ref<WindowDraft[]>([])
  let nextKey = 0
  let hasBegun = false

  const counts = computed(() => {
    const byModel = new Map<string, number>()
    for (const { modelId } of drafts.value) byModel.set(modelId, (byModel.get(modelId) ?? 0) + 1)
    return byModel
  })
  const autoNames = computed(() => toAutoNames(drafts.value, models.value))
  const isFull = computed(() => drafts.value.length >= MAX_WINDOWS)

  function add(modelId: string): void {
    if (!isFull.value) drafts.value.push(createDraft(nextKey++, modelId))
  }

  function removeLastOf(modelId: string): void {
    const at = drafts.value.findLastIndex((draft) => draft.modelId === modelId)
    if (at >= 0) drafts.value.splice(at, 1)
  }

  function remove(key: number): void {
    drafts.value = drafts.value.filter((draft) => draft.key !== key)
  }

  /** On when it was off; off, with all its windows, when it was on. */
  function toggle(modelId: string): void {
    if (!counts.value.has(modelId)) add(modelId)
    else drafts.value = drafts.value.filter((draft) => draft.modelId !== modelId)
  }

  const toConfigs = () => toWindowConfigs(drafts.value, models.value)

  function begin(known: readonly ModelSummary[]): void {
    const usable = lineUp.value?.windows.filter(({ obstacle }) => obstacle === null) ?? []
    drafts.value = usable.map((window) => toDraft(nextKey++, window))
    if (usable.length === 0) for (const id of chooseDefaultModels(known)) add(id)
  }

  watch(
    [models, isReady],
    ([known, isSure]) => {
      if (hasBegun || !isSure || known.length === 0) return
      hasBegun = true
      begin(known)
    },
    { immediate: true },
  )

  return { drafts, counts, autoNames, isFull, add, removeLastOf, remove, toggle, toConfigs }
}
