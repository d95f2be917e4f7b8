import type { ModelSummary, ModelTestResult } from '@chatmore/api/contract'
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useRemoveModel, useTestModel, useUpdateModel } from './model-queries.ts'

/** How a model's last test stands: still asking, or what came of it. */
export type ModelTest = 'running' | ModelTestResult
export type ModelTests = Readonly<Record<string, ModelTest>>

/** What an administrator does to a listed model. */
export function useModelAdmin() {
  const { t } = useI18n()
  const feedback = useFeedback()
  const update = useUpdateModel()
  const removal = useRemoveModel()
  const testing = useTestModel()

  const tests = ref<Record<string, ModelTest>>({})
  const removed = shallowRef<ModelSummary | null>(null)
  const isRemovalAsked = ref(false)

  async function test(model: ModelSummary): Promise<void> {
    tests.value[model.id] = 'running'
    try {
      tests.value[model.id] = await testing.mutateAsync({ id: model.id })
    } catch (error) {
      delete tests.value[model.id]
      feedback.fail(error)
    }
  }

  function setEnabled(model: ModelSummary, enabled: boolean): void {
    update.mutate({ id: model.id, enabled }, { onError: feedback.fail })
  }

  function askRemoval(model: ModelSummary): void {
    removed.value = model
    isRemovalAsked.value = true
  }

  async function remove(): Promise<void> {
    const model = removed.value
    if (!model) return
    try {
      await removal.mutateAsync({ id: model.id })
      feedback.succeed(t('model.deleted', { name: model.name }))
      isRemovalAsked.value = false
    } catch (error) {
      feedback.fail(error)
    }
  }

  return {
    tests,
    test,
    setEnabled,
    removed,
    isRemovalAsked,
    askRemoval,
    remove,
    isRemoving: removal.isPending,
  }
}
