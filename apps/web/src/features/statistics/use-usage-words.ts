import type { UsageFigures } from '@chatmore/api/contract'
import { useI18n } from 'vue-i18n'
import { UNKNOWN, toTimeText } from '../calls/lib/call-texts.ts'
import { formatCost } from '../message/lib/format-amounts.ts'

/** What calls came to, as people read it. */
export function useUsageWords() {
  const { t, locale } = useI18n()
  const count = (value: number) => value.toLocaleString(locale.value)
  const cost = (amount: string, currency: string) => formatCost(amount, currency, locale.value)
  return {
    count,
    cost,
    /** One amount for each currency. */
    costs: ({ costs }: UsageFigures) =>
      costs.map((part) => cost(part.cost, part.currency)).join(' + ') || UNKNOWN,
    time: (milliseconds: number | null) => toTimeText(milliseconds, locale.value),
    speed: ({ tokensPerSecond }: UsageFigures) =>
      tokensPerSecond === null
        ? UNKNOWN
        : t('statistics.perSecond', {
            rate: tokensPerSecond.toLocaleString(locale.value, { maximumFractionDigits: 1 }),
          }),
    share: ({ calls, errors }: UsageFigures) =>
      (calls === 0 ? 0 : errors / calls).toLocaleString(locale.value, {
        style: 'percent',
        maximumFractionDigits: 1,
      }),
  }
}
