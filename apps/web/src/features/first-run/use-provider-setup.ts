import { modelAddManyInputSchema, type ModelOffer } from '@chatmore/api/contract'
import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { createModelForm } from '../model/lib/model-form.ts'
import { findPreset } from '../model/lib/provider-presets.ts'
import { useAddModels, useDiscoverModels, useTestModel } from '../model/model-queries.ts'
import { useFieldErrors } from '../../shared/api/use-field-errors.ts'
import { toAddInput, toEndpointInput, type KnownEndpoint } from './lib/to-add-input.ts'

/**
 * The steps from a provider to several of its models: ask for their names, pick, try one out, add all. A saved model lends
 * its address, and its key as long as none is typed and the host stays the same.
 */
export function useProviderSetup(from: KnownEndpoint | null) {
  const { t } = useI18n()
  const feedback = useFeedback()
  const addition = useAddModels()
  const test = useTestModel()
  const discovery = useDiscoverModels()
  const fields = useFieldErrors()
  const form = ref({ ...createModelForm(), ...(from && { provider: from.provider, apiBase: from.apiBase }) })
  const picked = ref<string[]>([])
  const isAdding = ref(false)

  /** What the endpoint lists; where it lists nothing, the well-known ones of its provider. */
  const offers = computed<ModelOffer[]>(() => {
    const listed = discovery.data.value?.ok ? discovery.data.value.offers : []
    if (listed.length > 0) return listed
    return (findPreset(form.value.provider)?.models ?? []).map(toPlainOffer)
  })
  const pricesAsOf = computed(() => discovery.data.value?.pricesAsOf ?? null)
  const mayAddAnyway = computed(() => test.data.value?.ok === false && !test.isPending.value)

  // Another answer than this one is asked for by other models.
  watch(picked, () => test.reset())

  /** What another provider said. */
  function forgetAnswers(): void {
    discovery.reset()
    test.reset()
    picked.value = []
  }

  async function run<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
    try {
      return await ask()
    } catch (error) {
      if (!fields.take(error)) feedback.fail(error)
      return null
    }
  }

  async function connect(): Promise<void> {
    test.reset()
    await run(() => discovery.mutateAsync(toEndpointInput(form.value, from)))
  }

  /** Asks the first of them for an answer before all are added; true when they are. */
  async function add(): Promise<boolean> {
    isAdding.value = true
    try {
      const [first = ''] = picked.value
      const endpoint = { ...toEndpointInput(form.value, from), model: first }
      if (!mayAddAnyway.value && !(await run(() => test.mutateAsync(endpoint)))?.ok) return false
      return await create()
    } finally {
      isAdding.value = false
    }
  }

  async function create(): Promise<boolean> {
    const chosen = picked.value.map(
      (model) => offers.value.find((offer) => offer.model === model) ?? toPlainOffer(model),
    )
    const input = fields.check(modelAddManyInputSchema, toAddInput(form.value, from, chosen))
    if (!input) return false
    const added = await run(() => addition.mutateAsync(input))
    if (!added) return false
    feedback.succeed(t('firstRun.added', { count: added.length }, added.length))
    return true
  }

  const parts = { form, fields, discovery, test, offers, pricesAsOf, picked, isAdding, mayAddAnyway }
  return { ...parts, forgetAnswers, connect, add }
}

/** Nothing is known of it but its name. */
function toPlainOffer(model: string): ModelOffer {
  return { model, name: model, contextWindow: null, price: null, isAdded: false }
}
