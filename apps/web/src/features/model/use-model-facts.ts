import type { ModelConfig, ModelSummary } from '@chatmore/api/contract'
import { useI18n } from 'vue-i18n'

/** What the list says of a model, in words and figures. */
export function useModelFacts() {
  const { t, n } = useI18n()

  function toHost(config: ModelConfig | undefined): string {
    if (!config) return ''
    return URL.canParse(config.apiBase) ? new URL(config.apiBase).host : config.apiBase
  }

  function toKeyText(config: ModelConfig | undefined): string {
    return config?.hasApiKey ? t('model.keySet') : t('model.keyNone')
  }

  function toContext(model: ModelSummary): string {
    return model.contextWindow === null ? '–' : n(model.contextWindow)
  }

  function toPrice(config: ModelConfig | undefined): string {
    if (!config?.price) return '–'
    const { currency, inputPerMillion, outputPerMillion } = config.price
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

  return { toHost, toKeyText, toContext, toPrice }
}
