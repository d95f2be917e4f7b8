import type { CallDetail } from '@chatmore/api/contract'
import { formatCost, formatDuration } from '../../message/lib/format-amounts.ts'
import { toRate } from '../../message/lib/tokens-per-second.ts'
import type { Detail } from '../../message/lib/answer-details.ts'

interface Words {
  t: (key: string, values?: Record<string, string>) => string
  locale: string
  toTime: (moment: string) => string
  toModel: (call: CallDetail) => string
  toUser: (call: CallDetail) => string
}

/** Facts that belong together, under a name. */
export interface FactGroup {
  name: string
  facts: Detail[]
}

/** All that is known of a call but for what went over the wire. What is not known is left out. */
export function toFactGroups(call: CallDetail, words: Words): FactGroup[] {
  const groups = [
    { name: words.t('calls.group.who'), facts: toOrigin(call, words) },
    { name: words.t('calls.group.result'), facts: toResult(call, words) },
    { name: words.t('calls.group.usage'), facts: [...toUsage(call, words), ...toMoney(call, words)] },
    { name: words.t('calls.group.times'), facts: toTimes(call, words) },
  ]
  return groups.filter(({ facts }) => facts.length > 0)
}

function toOrigin(call: CallDetail, { t, toTime, toModel, toUser }: Words): Detail[] {
  return [
    [t('calls.column.user'), toUser(call)],
    [t('calls.column.source'), t(`calls.source.${call.source}`)],
    [t('calls.column.model'), toModel(call)],
    ...when(call.upstreamModel, (name) => [t('calls.fact.upstreamModel'), name]),
    ...when(call.apiKeyName, (name) => [t('calls.fact.apiKey'), name]),
    ...when(call.relayName, (name) => [
      t('calls.fact.relayName'),
      t('calls.relayStep', { name, attempt: String(call.relayAttempt) }),
    ]),
    [t('calls.fact.started'), toTime(call.startedAt)],
    [t('calls.fact.ended'), toTime(call.createdAt)],
  ]
}

function toResult(call: CallDetail, { t }: Words): Detail[] {
  return [
    [t('calls.column.status'), t(`calls.status.${call.status}`)],
    ...when(call.errorCode, (code) => [t('calls.fact.error'), t(`errors.answer.${code}`)]),
    ...when(call.errorDetail, (words) => [t('calls.fact.errorDetail'), words]),
    ...when(call.httpStatus, (status) => [t('calls.fact.httpStatus'), String(status)]),
    ...when(call.finishReason, (reason) => [t('calls.fact.finishReason'), reason]),
  ]
}

function toUsage(call: CallDetail, { t, locale }: Words): Detail[] {
  const count = (tokens: number) => {
    const text = tokens.toLocaleString(locale)
    return call.usageEstimated ? t('message.estimated', { count: text }) : text
  }
  return [
    ...when(call.promptTokens, (tokens) => [t('message.tokensIn'), count(tokens)]),
    ...when(call.cachedTokens, (tokens) => [t('calls.fact.cached'), count(tokens)]),
    ...when(call.completionTokens, (tokens) => [t('message.tokensOut'), count(tokens)]),
    ...when(call.reasoningTokens, (tokens) => [t('message.tokensReasoning'), count(tokens)]),
  ]
}

/** The price is what it was then. */
function toMoney({ price, cost, currency }: CallDetail, { t, locale }: Words): Detail[] {
  const money = (amount: string, unit: string) => formatCost(amount, unit, locale)
  return [
    ...when(price, ({ currency: unit, inputPerMillion, outputPerMillion }) => [
      t('calls.fact.price'),
      t('model.priceValue', { input: money(inputPerMillion, unit), output: money(outputPerMillion, unit) }),
    ]),
    ...when(cost, (amount) => [t('calls.column.cost'), `${amount} ${currency ?? ''}`.trim()]),
  ]
}

function toTimes({ ttftMs, latencyMs, completionTokens }: CallDetail, { t, locale }: Words): Detail[] {
  const time = (milliseconds: number) => formatDuration(milliseconds, locale)
  const rest = latencyMs === null || ttftMs === null ? null : latencyMs - ttftMs
  const rate = rest === null || completionTokens === null ? null : toRate(completionTokens, rest)
  return [
    ...when(ttftMs, (value) => [t('calls.fact.untilFirst'), time(value)]),
    ...when(rest, (value) => [t('calls.fact.afterFirst'), time(value)]),
    ...when(latencyMs, (value) => [t('calls.column.total'), time(value)]),
    ...when(rate, (value) => [
      t('message.rateTitle'),
      t('message.rate', { rate: value.toLocaleString(locale, { maximumFractionDigits: 1 }) }),
    ]),
  ]
}

function when<Value>(value: Value | null, toDetail: (value: Value) => Detail): Detail[] {
  return value === null || value === '' ? [] : [toDetail(value)]
}
