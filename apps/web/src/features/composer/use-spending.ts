import { isBlank, type Attachment, type ChatWindow, type Session } from '@chatmore/api/contract'
import { refDebounced } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { estimateTokens } from '../message/lib/estimate-tokens.ts'
import { formatCost, formatTokens } from '../message/lib/format-amounts.ts'
import { useSessionMessages } from '../message/session-messages.ts'
import { useModels } from '../model/model-queries.ts'
import { addSpending, estimateSpending } from './lib/estimate-spending.ts'

interface Parts {
  session: () => Session
  text: Ref<string>
  files: () => readonly Attachment[]
  windows: () => readonly ChatWindow[]
}

/** While one types it is enough to know this a moment later. */
const PAUSE_MS = 200

/** What sending would spend, in words: windows, tokens and cost. Empty while there is nothing to send. */
export function useSpending({ session, text, files, windows }: Parts) {
  const { t, locale } = useI18n()
  const messages = useSessionMessages()
  const { models } = useModels()
  const settled = refDebounced(text, PAUSE_MS)

  const spending = computed(() => {
    if (files().length === 0 && (isBlank(settled.value) || isBlank(text.value))) return null
    const textTokens = estimateTokens(settled.value)
    return addSpending(
      windows().map((window) =>
        estimateSpending({
          rows: messages.of(window.id)?.rows.value ?? [],
          systemMessage: window.systemMessage || session().systemMessage || '',
          textTokens,
          files: files(),
          model: models.value.find(({ id }) => id === window.modelId),
        }),
      ),
    )
  })

  return computed(() => {
    if (!spending.value || spending.value.windows === 0) return ''
    const { windows: count, tokens, costs, isWhole } = spending.value
    const what = t('composer.spendTokens', { count, tokens: formatTokens(tokens, locale.value) }, count)
    if (costs.length === 0) return what
    const cost = costs
      .map(({ currency, amount }) => formatCost(String(amount), currency, locale.value))
      .join(' + ')
    return t(isWhole ? 'composer.spendCost' : 'composer.spendCostAtLeast', { what, cost })
  })
}
