import type { ListedModel } from '@chatmore/api/contract'
import { nextTick, ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { dropModel, moveGroup, moveModel, type DropPlace } from './lib/order-models.ts'
import { useReorderModels } from './model-queries.ts'
import { useModelDrag } from './use-model-drag.ts'

/** The order of the list, by dragging, by keys and by menus; `said` tells readers where a model went. */
export function useModelOrder(list: Readonly<Ref<HTMLElement | null>>, models: Readonly<Ref<ListedModel[]>>) {
  const { t } = useI18n()
  const feedback = useFeedback()
  const reorder = useReorderModels()
  const said = ref('')

  function save(ids: string[] | null, movedId?: string): void {
    if (!ids) return
    reorder.mutate({ ids }, { onError: feedback.fail })
    const name = models.value.find(({ id }) => id === movedId)?.name
    if (movedId && name)
      said.value = t('model.movedTo', { name, place: ids.indexOf(movedId) + 1, all: ids.length })
  }

  const drop = (id: string, place: DropPlace) => save(dropModel(models.value, id, place), id)

  async function move(id: string, by: -1 | 1): Promise<void> {
    save(moveModel(models.value, id, by), id)
    // A row that moved has lost the focus.
    await nextTick()
    list.value?.querySelector<HTMLElement>(`[data-model-id="${id}"] [data-model-handle]`)?.focus()
  }

  return {
    said,
    drag: useModelDrag({ list, onDrop: drop }),
    move,
    moveGroup: (name: string | null, by: -1 | 1) => save(moveGroup(models.value, name, by)),
  }
}
