import type { AuditAction } from '@chatmore/api/contract'
import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useApi } from '../../shared/api/use-api.ts'

export interface AuditFilter {
  action: AuditAction | ''
  search: string
}

export function useAudit(filter: MaybeRefOrGetter<AuditFilter>) {
  const api = useApi()
  const query = useInfiniteQuery(() => {
    const { action, search } = toValue(filter)
    const wanted = search.trim()
    return {
      ...api.audit.list.infiniteQueryOptions({
        limit: 50,
        ...(action && { action }),
        ...(wanted && { search: wanted }),
      }),
      staleTime: 0,
    }
  })
  const entries = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? [])
  return { ...query, entries }
}
