import type { CallFilter } from '@chatmore/api/contract'
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useApi } from '../../shared/api/use-api.ts'

const PAGE = 50

/** The calls that pass a filter, page by page. */
export function useCalls(filter: MaybeRefOrGetter<CallFilter>) {
  const api = useApi()
  const query = useInfiniteQuery(() => ({
    ...api.callLog.list.infiniteQueryOptions({ ...toValue(filter), limit: PAGE }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  }))
  const calls = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? [])
  /** Whether the last page stopped before it had looked at everything. */
  const isPartial = computed(() => query.data.value?.pages.at(-1)?.isPartial ?? false)
  return { ...query, calls, isPartial }
}

/** One call, with what went over the wire. Asked for once: what has ended does not change. */
export function useCall(id: MaybeRefOrGetter<string | null>) {
  const api = useApi()
  return useQuery(() => ({
    ...api.callLog.get.queryOptions({ id: toValue(id) ?? '' }),
    enabled: toValue(id) !== null,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  }))
}

/** The users to choose from, as many as one page holds. */
export function useUserNames() {
  const api = useApi()
  return useQuery(() => api.user.list.queryOptions({ limit: 100 }))
}

/** Asks what a call asked of other models, in a new session. */
export function useReplayCall() {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation({
    ...api.callLog.replay.mutationOptions(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: api.session.list.pathKey() }),
  })
}
