import type { Call } from '@chatmore/api/contract'
import { formatCost, formatDuration } from '../../message/lib/format-amounts.ts'

type Told = Pick<
  Call,
  'promptTokens' | 'completionTokens' | 'usageEstimated' | 'cost' | 'currency' | 'ttftMs' | 'latencyMs'
>

/** What stands where nothing is known. */
export const UNKNOWN = '–'

export function toTokensText(
  { promptTokens, completionTokens, usageEstimated }: Told,
  locale: string,
): string {
  if (promptTokens === null && completionTokens === null) return UNKNOWN
  const [read, written] = [promptTokens, completionTokens].map((count) => (count ?? 0).toLocaleString(locale))
  return `${usageEstimated ? '≈ ' : ''}${read} / ${written}`
}

export function toCostText({ cost, currency }: Told, locale: string): string {
  return cost === null || currency === null ? UNKNOWN : formatCost(cost, currency, locale)
}

export function toTimeText(milliseconds: number | null, locale: string): string {
  return milliseconds === null ? UNKNOWN : formatDuration(milliseconds, locale)
}
