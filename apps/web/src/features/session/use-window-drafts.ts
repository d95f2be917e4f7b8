import type { ModelSummary, WindowConfig } from '@chatmore/api/contract'
import { MAX_WINDOWS } from '@chatmore/api/contract'
import { computed, ref, type Ref } from 'vue'
import { createDraft, toAutoNames, toDraft, toWindowConfigs, type WindowDraft } from './lib/window-drafts.ts'

export type WindowDrafts = ReturnType<typeof useWindowDrafts>

/** The windows of a session or line-up that is being set up; none at first. */
export function useWindowDrafts(models: Ref<readonly ModelSummary[]>) {
  const drafts = ref<WindowDraft[]>([])
  let nextKey = 0

  const counts = computed(() => {
    const byModel = new Map<string, number>()
    for (const { modelId } of drafts.value) byModel.set(modelId, (byModel.get(modelId) ?? 0) + 1)
    return byModel
  })
  const autoNames = computed(() => toAutoNames(drafts.value, models.value))
  const isFull = computed(() => drafts.value.length >= MAX_WINDOWS)

  /** Takes these instead of what is there. */
  function put(windows: readonly WindowConfig[]): void {
    drafts.value = windows.map((window) => toDraft(nextKey++, window))
  }

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

  return { drafts, counts, autoNames, isFull, put, add, removeLastOf, remove, toggle, toConfigs }
}
