import type { ApiKeyLimits } from '@chatmore/api/contract'

interface Words {
  t: (key: string, values?: Record<string, string | number>, plural?: number) => string
  locale: string
  /** What a model is called; null of one that is gone, or not for this user. */
  toModelName: (id: string) => string | null
}

/** What a key is limited to, in words; empty where it is not. */
export function describeLimits(key: ApiKeyLimits, { t, locale, toModelName }: Words): string[] {
  const { modelIds, requestsPerMinute: requests, tokensPerMinute: tokens, ipRanges } = key
  const count = (value: number) => value.toLocaleString(locale)
  const names = (modelIds ?? []).map((id) => toModelName(id) ?? t('account.limit.goneModel'))
  return [
    ...(modelIds ? [t('account.limit.onlyModels', { names: list(names, locale) })] : []),
    ...(requests === null ? [] : [t('account.limit.requestsWords', { count: count(requests) }, requests)]),
    ...(tokens === null ? [] : [t('account.limit.tokensWords', { count: count(tokens) }, tokens)]),
    ...(ipRanges ? [t('account.limit.onlyFrom', { ranges: list(ipRanges, locale) })] : []),
  ]
}

function list(words: string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' }).format(words)
}
