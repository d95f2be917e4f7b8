import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { randomId } from '../../shared/browser/random-id.ts'
import { toModelOptions } from '../model/lib/to-model-options.ts'
import { useModels } from '../model/model-queries.ts'
import { useMergeAnswers } from './compare-queries.ts'
import type { ComparedAnswer } from './lib/compared-answers.ts'
import { toMergeSize } from './lib/merge-size.ts'

export const mergePresets = ['fuse', 'table', 'checklist', 'own'] as const
export type MergePreset = (typeof mergePresets)[number]

interface Parts {
  sessionId: () => string
  question: () => string
  answers: () => readonly ComparedAnswer[]
}

/** What is to be merged, by which model and how; sent twice after a failure it is one merge. */
export function useMerge({ sessionId, question, answers }: Parts) {
  const { t } = useI18n()
  const feedback = useFeedback()
  const { available } = useModels()
  const merging = useMergeAnswers()

  const ready = computed(() => answers().filter(({ isReady }) => isReady))
  const chosen = ref(ready.value.map(({ id }) => id))
  const modelId = ref(available.value[0]?.id ?? '')
  const preset = ref<MergePreset>('fuse')
  const prompt = ref(t('compare.prompt.fuse'))
  let sent = { body: '', clientMessageId: '' }

  const model = computed(() => available.value.find(({ id }) => id === modelId.value))
  const size = computed(() => {
    if (!model.value) return null
    const parts = ready.value
      .filter(({ id }) => chosen.value.includes(id))
      .map(({ label, message }) => ({ label, question: question(), content: message.content }))
    return toMergeSize(prompt.value, parts, model.value)
  })
  const canSend = computed(
    () => chosen.value.length > 1 && prompt.value.trim() !== '' && size.value?.isTooBig === false,
  )

  watch(preset, (kind) => {
    if (kind !== 'own') prompt.value = t(`compare.prompt.${kind}`)
  })
  watch(available, ([first]) => (modelId.value ||= first?.id ?? ''))

  function toClientMessageId(body: string): string {
    if (sent.body !== body) sent = { body, clientMessageId: randomId() }
    return sent.clientMessageId
  }

  /** Resolves to whether the window is there. */
  async function send(): Promise<boolean> {
    const input = {
      ...{ sessionId: sessionId(), modelId: modelId.value, prompt: prompt.value },
      messageIds: [...chosen.value],
    }
    try {
      await merging.mutateAsync({ ...input, clientMessageId: toClientMessageId(JSON.stringify(input)) })
      return true
    } catch (error) {
      feedback.fail(error)
      return false
    }
  }

  return {
    ...{ ready, chosen, modelId, preset, prompt, size, canSend, send },
    isPending: merging.isPending,
    modelOptions: computed(() => toModelOptions(available.value)),
    presetOptions: computed(() =>
      mergePresets.map((value) => ({ value, label: t(`compare.preset.${value}`) })),
    ),
  }
}
