import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { toModelInput } from '../model/lib/model-form.ts'
import { findPreset } from '../model/lib/provider-presets.ts'
import { useCreateModel } from '../model/model-queries.ts'
import { useModelForm } from '../model/use-model-form.ts'

/** The steps from a provider to several of its models: ask for their names, pick, try one out, add all. */
export function useProviderSetup() {
  const { t } = useI18n()
  const feedback = useFeedback()
  const creation = useCreateModel()
  const { form, fields, test, tryOut, discovery, discover } = useModelForm(null)
  const picked = ref<string[]>([])
  const isAdding = ref(false)

  /** What the endpoint lists; where it lists nothing, the well-known ones of its provider. */
  const names = computed(() => {
    const listed = discovery.data.value?.ok ? discovery.data.value.models : []
    return listed.length > 0 ? listed : (findPreset(form.value.provider)?.models ?? [])
  })
  const mayAddAnyway = computed(() => test.data.value?.ok === false && !test.isPending.value)

  // Another answer than this one is asked for by other models.
  watch(picked, () => test.reset())

  /** What another provider said. */
  function forgetAnswers(): void {
    discovery.reset()
    test.reset()
    picked.value = []
  }

  async function connect(): Promise<void> {
    test.reset()
    await discover()
  }

  /** Asks the first of them for an answer before all are added; true when they are. */
  async function add(): Promise<boolean> {
    isAdding.value = true
    try {
      if (!mayAddAnyway.value) {
        form.value.model = picked.value[0] ?? ''
        await tryOut()
        if (!test.data.value?.ok) return false
      }
      return await create()
    } finally {
      isAdding.value = false
    }
  }

  async function create(): Promise<boolean> {
    const count = picked.value.length
    try {
      for (const model of [...picked.value]) {
        await creation.mutateAsync(toModelInput({ ...form.value, model, name: model }))
        // Where one of them is refused, what was added is not added again.
        picked.value = picked.value.filter((name) => name !== model)
      }
    } catch (error) {
      if (!fields.take(error)) feedback.fail(error)
      return false
    }
    feedback.succeed(t('firstRun.added', { count }, count))
    return true
  }

  return { form, fields, discovery, test, names, picked, isAdding, mayAddAnyway, forgetAnswers, connect, add }
}
