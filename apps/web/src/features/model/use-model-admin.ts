import type { ListedModel, ModelResult, ModelTestResult } from '@chatmore/api/contract'
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useDuplicateModel, useManyModels, useTestModel, useUpdateModel } from './model-queries.ts'

/** How a model's last test stands: still asking, or what came of it. */
export type ModelTest = 'running' | (ModelResult & Partial<ModelTestResult>)
export type ModelTests = Readonly<Record<string, ModelTest>>

/** Makes the same model once more. */
function useModelDuplication() {
  const { t } = useI18n()
  const feedback = useFeedback()
  const duplication = useDuplicateModel()

  return async (model: ListedModel): Promise<void> => {
    try {
      const { name, hasApiKey } = await duplication.mutateAsync({ id: model.id })
      feedback.succeed(t(hasApiKey ? 'model.duplicatedWithKey' : 'model.duplicated', { name }))
    } catch (error) {
      feedback.fail(error)
    }
  }
}

/** What an administrator does to listed models. */
export function useModelAdmin() {
  const { t } = useI18n()
  const feedback = useFeedback()
  const update = useUpdateModel()
  const many = useManyModels()
  const testing = useTestModel()

  const tests = ref<Record<string, ModelTest>>({})
  const removed = shallowRef<readonly ListedModel[]>([])
  const isRemovalAsked = ref(false)

  async function test(model: ListedModel): Promise<void> {
    tests.value[model.id] = 'running'
    try {
      tests.value[model.id] = await testing.mutateAsync({ id: model.id })
    } catch (error) {
      delete tests.value[model.id]
      feedback.fail(error)
    }
  }

  function setEnabled(model: ListedModel, enabled: boolean): void {
    update.mutate({ id: model.id, enabled }, { onError: feedback.fail })
  }

  function askRemoval(models: readonly ListedModel[]): void {
    removed.value = models
    isRemovalAsked.value = true
  }

  /** True when they are gone. */
  async function remove(): Promise<boolean> {
    const models = removed.value
    try {
      await many.removal.mutateAsync({ ids: models.map(({ id }) => id) })
    } catch (error) {
      feedback.fail(error)
      return false
    }
    isRemovalAsked.value = false
    const name = models[0]?.name ?? ''
    feedback.succeed(
      models.length === 1
        ? t('model.deleted', { name })
        : t('model.deletedMany', { count: models.length }, models.length),
    )
    return true
  }

  return {
    tests,
    test,
    setEnabled,
    duplicate: useModelDuplication(),
    removed,
    isRemovalAsked,
    askRemoval,
    remove,
    isRemoving: many.removal.isPending,
  }
}
