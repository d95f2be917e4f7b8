import { modelCreateInputSchema, modelUpdateInputSchema, type ModelConfig } from '@chatmore/api/contract'
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useFieldErrors } from '../../shared/api/use-field-errors.ts'
import { createModelForm, isOtherHost, toModelForm, toModelInput, toTestInput } from './lib/model-form.ts'
import { useCreateModel, useDiscoverModels, useTestModel, useUpdateModel } from './model-queries.ts'

/** The form of a model, new or `saved`: its fields, its rules, trying it out and saving it. */
export function useModelForm(saved: ModelConfig | null) {
  const { t } = useI18n()
  const feedback = useFeedback()
  const fields = useFieldErrors()
  const creation = useCreateModel()
  const update = useUpdateModel()
  const test = useTestModel()
  const discovery = useDiscoverModels()
  const form = ref(saved ? toModelForm(saved) : createModelForm())

  const isSaving = computed(() => creation.isPending.value || update.isPending.value)
  const losesKey = computed(
    () => saved !== null && saved.hasApiKey && isOtherHost(form.value.apiBase, saved.apiBase),
  )
  const keepsKey = computed(
    () => saved !== null && saved.hasApiKey && !losesKey.value && !form.value.removesKey,
  )

  /** Saves; true when it is done. */
  async function save(): Promise<boolean> {
    const input = toModelInput(form.value)
    try {
      if (saved) {
        const checked = fields.check(modelUpdateInputSchema, { id: saved.id, ...input })
        if (!checked) return false
        await update.mutateAsync(checked)
      } else {
        const checked = fields.check(modelCreateInputSchema, input)
        if (!checked) return false
        await creation.mutateAsync(checked)
      }
    } catch (error) {
      if (!fields.take(error)) feedback.fail(error)
      return false
    }
    feedback.succeed(t('model.saved', { name: input.name }))
    return true
  }

  async function run(ask: () => Promise<unknown>): Promise<void> {
    try {
      await ask()
    } catch (error) {
      if (!fields.take(error)) feedback.fail(error)
    }
  }

  /** Asks the endpoint as it stands in the form, saved or not. */
  function tryOut(): Promise<void> {
    return run(() => test.mutateAsync(toTestInput(form.value, saved?.id ?? null)))
  }

  function discover(): Promise<void> {
    const { model: _model, ...endpoint } = toTestInput(form.value, saved?.id ?? null)
    return run(() => discovery.mutateAsync(endpoint))
  }

  return { form, fields, isSaving, losesKey, keepsKey, save, test, tryOut, discovery, discover }
}
