import type { ListedModel } from '@chatmore/api/contract'
import { useRouter } from 'vue-router'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useManyModels } from './model-queries.ts'
import type { ModelAction } from './model-list.ts'
import { useModelAdmin } from './use-model-admin.ts'
import type { useModelList } from './use-model-list.ts'
import type { useModelOrder } from './use-model-order.ts'

/** What a list of models asks for, and what does it. */
export function useModelActions(
  order: ReturnType<typeof useModelOrder>,
  list: ReturnType<typeof useModelList>,
) {
  const router = useRouter()
  const feedback = useFeedback()
  const admin = useModelAdmin()
  const { update } = useManyModels()

  const actions: Record<ModelAction, (model: ListedModel) => unknown> = {
    edit: ({ id }) => router.push({ name: 'models', query: { edit: id } }),
    remove: (model) => admin.askRemoval([model]),
    test: admin.test,
    enable: (model) => admin.setEnabled(model, true),
    disable: (model) => admin.setEnabled(model, false),
    duplicate: admin.duplicate,
    discover: ({ id }) => router.push({ name: 'provider', query: { from: id } }),
    up: ({ id }) => order.move(id, -1),
    down: ({ id }) => order.move(id, 1),
  }

  function enablePicked(enabled: boolean): void {
    const ids = list.picked.value.map(({ id }) => id)
    update.mutate({ ids, enabled }, { onSuccess: list.pickNone, onError: feedback.fail })
  }

  return {
    admin,
    act: (action: ModelAction, model: ListedModel) => void actions[action](model),
    enablePicked,
    isBusy: update.isPending,
  }
}
