import type { Message } from '@chatmore/api/contract'
import { formatCost, formatDuration, formatTokens } from './format-amounts.ts'
import { toTokensPerSecond } from './tokens-per-second.ts'

type Translate = (key: string, values?: Record<string, string>) => string

export interface AnswerFact {
  key: 'tokens' | 'rate' | 'cost' | 'total'
  text: string
  /** What the text is, in words. */
  title: string
}

/** What an answer took, on one line: what is not known is left out. */
export function toAnswerFacts(message: Message, t: Translate, locale: string): AnswerFact[] {
  return [
    toTokens(message, t, locale),
    toRate(message, t),
    toCost(message, t, locale),
    toTotal(message, t, locale),
  ].filter((fact) => fact !== null)
}

function toTokens(message: Message, t: Translate, locale: string): AnswerFact | null {
  const { completionTokens, promptTokens, usageEstimated } = message
  if (completionTokens === null) return null
  const text = t('message.tokens', { count: formatTokens(completionTokens, locale) })
  const title = t(usageEstimated ? 'message.tokensEstimated' : 'message.tokensTitle', {
    prompt: (promptTokens ?? 0).toLocaleString(locale),
    completion: completionTokens.toLocaleString(locale),
  })
  return { key: 'tokens', text: usageEstimated ? `≈ ${text}` : text, title }
}

function toRate(message: Message, t: Translate): AnswerFact | null {
  const rate = toTokensPerSecond(message)
  if (rate === null) return null
  const rounded = { rate: String(Math.round(rate)) }
  return { key: 'rate', text: t('message.rateShort', rounded), title: t('message.rate', rounded) }
}

function toCost({ cost, currency }: Message, t: Translate, locale: string): AnswerFact | null {
  if (cost === null || currency === null) return null
  return { key: 'cost', text: formatCost(cost, currency, locale), title: t('message.costTitle') }
}

function toTotal({ latencyMs }: Message, t: Translate, locale: string): AnswerFact | null {
  if (latencyMs === null) return null
  return { key: 'total', text: formatDuration(latencyMs, locale), title: t('message.totalTitle') }
}
