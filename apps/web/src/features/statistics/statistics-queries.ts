import type { StatsSummaryInput } from '@chatmore/api/contract'
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { useApi } from '../../shared/api/use-api.ts'

/** What calls came to in a time. */
export function useStatistics(input: MaybeRefOrGetter<StatsSummaryInput>) {
  const api = useApi()
  return useQuery(() => ({
    ...api.stats.summary.queryOptions(toValue(input)),
    placeholderData: keepPreviousData,
  }))
}
