import type { ModelConfig, ModelHealth } from '@chatmore/api/contract'
import { useI18n } from 'vue-i18n'

const DAY_MS = 86_400_000

/** What the list says of a model, in words and figures. */
export function useModelFacts() {
  const { t, te, n, d } = useI18n()

  function toHost({ apiBase }: ModelConfig): string {
    return URL.canParse(apiBase) ? new URL(apiBase).host : apiBase
  }

  function toKeyText({ hasApiKey }: ModelConfig): string {
    return hasApiKey ? t('model.keySet') : t('model.keyNone')
  }

  function toContext({ contextWindow }: Pick<ModelConfig, 'contextWindow'>): string {
    return contextWindow === null ? '–' : n(contextWindow)
  }

  function toContextText(model: Pick<ModelConfig, 'contextWindow'>): string {
    return model.contextWindow === null ? '' : t('model.contextValue', { tokens: toContext(model) })
  }

  function toPrice({ price }: Pick<ModelConfig, 'price'>): string {
    if (!price) return '–'
    const { currency, inputPerMillion, outputPerMillion } = price
    const toMoney = (amount: string) =>
      n(Number(amount), {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        minimumFractionDigits: 0,
        maximumFractionDigits: 6,
      })
    return t('model.priceValue', { input: toMoney(inputPerMillion), output: toMoney(outputPerMillion) })
  }

  /** A time within a day, and a date before that. */
  function toMoment(moment: string): string {
    const at = new Date(moment)
    const isRecent = Date.now() - at.getTime() < DAY_MS
    return d(at, isRecent ? { timeStyle: 'short' } : { dateStyle: 'short' })
  }

  const toSeconds = (ms: number | null) => (ms === null ? '–' : n(ms / 1000, { maximumSignificantDigits: 2 }))

  /** Empty where it was not called today. */
  function toToday({ callsToday, errorsToday, ttftP95Ms, latencyP95Ms }: ModelHealth): string {
    if (callsToday === 0) return ''
    const calls = t('model.health.calls', { count: n(callsToday) }, callsToday)
    const errors = errorsToday > 0 ? t('model.health.errors', { count: n(errorsToday) }, errorsToday) : ''
    const isTimed = ttftP95Ms !== null || latencyP95Ms !== null
    const times = { first: toSeconds(ttftP95Ms), whole: toSeconds(latencyP95Ms) }
    return [calls, errors, isTimed ? t('model.health.times', times) : ''].filter(Boolean).join(' · ')
  }

  function toErrorText(code: string): string {
    const key = `errors.answer.${code}`
    return te(key) ? t(key) : code
  }

  return { toHost, toKeyText, toContext, toContextText, toPrice, toMoment, toToday, toErrorText }
}
