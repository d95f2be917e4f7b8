import type { DayUsage } from './fill-days.ts'

/** What a chart shows: a value a day for each of its parts, which stand one upon the other. */
export interface Chart {
  key: string
  title: string
  parts: { name: string; tone: Tone; values: number[] }[]
  format: (value: number) => string
}

/** A colour of the theme, by its variable. */
export type Tone = '--accent' | '--bad' | '--hue-3' | '--hue-5'

interface Words {
  t: (key: string, values?: Record<string, string>) => string
  formatCount: (count: number) => string
  formatCost: (cost: string, currency: string) => string
}

/** Calls, tokens, and what they cost: a chart for each currency, as amounts of two never add up. */
export function toCharts(days: readonly DayUsage[], { t, formatCount, formatCost }: Words): Chart[] {
  const each = (read: (day: DayUsage) => number) => days.map(read)
  const currencies = [...new Set(days.flatMap(({ costs }) => costs.map(({ currency }) => currency)))].sort()
  const costOf = (day: DayUsage, currency: string) =>
    Number(day.costs.find((part) => part.currency === currency)?.cost ?? 0)
  return [
    {
      key: 'calls',
      title: t('statistics.callsPerDay'),
      format: formatCount,
      parts: [
        {
          name: t('statistics.succeeded'),
          tone: '--accent',
          values: each(({ calls, errors }) => calls - errors),
        },
        { name: t('statistics.errors'), tone: '--bad', values: each(({ errors }) => errors) },
      ],
    },
    {
      key: 'tokens',
      title: t('statistics.tokensPerDay'),
      format: formatCount,
      parts: [
        {
          name: t('statistics.tokensIn'),
          tone: '--accent',
          values: each(({ promptTokens }) => promptTokens),
        },
        {
          name: t('statistics.tokensOut'),
          tone: '--hue-3',
          values: each(({ completionTokens }) => completionTokens),
        },
      ],
    },
    ...currencies.map((currency): Chart => {
      const values = each((day) => costOf(day, currency))
      return {
        key: `cost ${currency}`,
        title: t('statistics.costPerDay', { currency }),
        format: (value) => formatCost(String(value), currency),
        parts: [{ name: t('statistics.cost'), tone: '--hue-5', values }],
      }
    }),
  ]
}
