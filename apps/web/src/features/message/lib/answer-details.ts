import type { Message, ModelParams } from '@chatmore/api/contract'
import { formatCost, formatDuration } from './format-amounts.ts'
import { toTokensPerSecond } from './tokens-per-second.ts'

type Translate = (key: string, values?: Record<string, string>) => string

interface Texts {
  t: Translate
  locale: string
}

/** A name and a value, both to be read. */
export type Detail = [name: string, value: string]

/** All that is known of how an answer came to be, each on a line of its own. */
export function toAnswerDetails(message: Message, texts: Texts): Detail[] {
  return [...toTimes(message, texts), ...toTokens(message, texts), ...toCost(message, texts)]
}

function toTimes({ ttftMs, thinkingMs, latencyMs, ...message }: Message, { t, locale }: Texts): Detail[] {
  const time = (milliseconds: number) => formatDuration(milliseconds, locale)
  const rate = toTokensPerSecond({ ...message, ttftMs, thinkingMs, latencyMs })
  return [
    ...when(ttftMs, (value) => [t('message.firstTokenTitle'), time(value)]),
    ...when(thinkingMs, (value) => [t('message.thinkingTitle'), time(value)]),
    ...when(latencyMs, (value) => [t('message.totalTitle'), time(value)]),
    ...when(rate, (value) => [
      t('message.rateTitle'),
      t('message.rate', { rate: value.toLocaleString(locale, { maximumFractionDigits: 1 }) }),
    ]),
  ]
}

function toTokens(message: Message, { t, locale }: Texts): Detail[] {
  const count = (tokens: number) => {
    const text = tokens.toLocaleString(locale)
    return message.usageEstimated ? t('message.estimated', { count: text }) : text
  }
  return [
    ...when(message.promptTokens, (value) => [t('message.tokensIn'), count(value)]),
    ...when(message.completionTokens, (value) => [t('message.tokensOut'), count(value)]),
    ...when(message.reasoningTokens, (value) => [t('message.tokensReasoning'), count(value)]),
  ]
}

function toCost({ cost, currency }: Message, { t, locale }: Texts): Detail[] {
  if (cost === null || currency === null) return []
  return [[t('message.costTitle'), formatCost(cost, currency, locale)]]
}

/** Parameters by the names that the settings give them, in their order. */
export function toParamDetails(params: ModelParams, { t }: Pick<Texts, 't'>): Detail[] {
  return Object.entries(params).flatMap(([name, value]): Detail[] => {
    if (value === undefined || value === null) return []
    return [[t(`model.params.${name}`), toParamText(value)]]
  })
}

/** As they were sent. */
function toParamText(value: string | number | string[]): string {
  return Array.isArray(value) ? value.map((text) => JSON.stringify(text)).join(', ') : String(value)
}

function when<Value>(value: Value | null, toDetail: (value: Value) => Detail): Detail[] {
  return value === null ? [] : [toDetail(value)]
}
