import type { LineUp, ModelSummary } from '@chatmore/api/contract'
import { watch, type Ref } from 'vue'
import { toWindowConfig } from '../library/lib/to-line-up-input.ts'
import { chooseDefaultModels } from './lib/window-drafts.ts'
import type { WindowDrafts } from './use-window-drafts.ts'

interface Beginning {
  models: Ref<readonly ModelSummary[]>
  /** The default line-up, if there is one. */
  lineUp: Ref<LineUp | null>
  isReady: () => boolean
}

/**
 * Begins a new session, once they are known, with the windows of the default line-up that can be used, or with a window on
 * each of the first models.
 */
export function useFirstWindows(windows: WindowDrafts, { models, lineUp, isReady }: Beginning): void {
  let hasBegun = false

  watch(
    [models, isReady],
    ([known, isSure]) => {
      if (hasBegun || !isSure || known.length === 0) return
      hasBegun = true
      const usable = lineUp.value?.windows.filter(({ obstacle }) => obstacle === null) ?? []
      if (usable.length > 0) windows.put(usable.map(toWindowConfig))
      else windows.put(chooseDefaultModels(known).map((modelId) => ({ modelId })))
    },
    { immediate: true },
  )
}
