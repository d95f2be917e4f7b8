import type { LineUp, LineUpUpdateInput } from '@chatmore/api/contract'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { toLineUpInput } from './lib/to-line-up-input.ts'
import { useLineUpChanges } from './line-up-queries.ts'

/** Changes a line-up at once, and leaves ten seconds to take that back. */
export function useLineUpSave() {
  const { t } = useI18n()
  const feedback = useFeedback()
  const { update } = useLineUpChanges()

  async function replace(before: LineUp, patch: Omit<LineUpUpdateInput, 'id'>): Promise<void> {
    const { name } = await update.mutateAsync({ ...patch, id: before.id })
    feedback.offerUndo(t('library.lineUpChanged', { name }), () =>
      update.mutate({ ...toLineUpInput(before), id: before.id }, { onError: feedback.fail }),
    )
  }

  return { replace, isPending: update.isPending }
}
