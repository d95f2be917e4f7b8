import { isInFlight, type Broadcast } from '@chatmore/api/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { useApi } from '../../shared/api/use-api.ts'
import { useSessionCache } from '../session/session-queries.ts'

const LIVE_MS = 1000

/** The answers to a broadcast, read again each second while one of them is being written. */
export function useBroadcast(broadcastGroupId: MaybeRefOrGetter<string>) {
  const api = useApi()
  return useQuery(() => ({
    ...api.message.broadcast.queryOptions({ broadcastGroupId: toValue(broadcastGroupId) }),
    refetchOnMount: 'always' as const,
    refetchInterval: ({ state }: { state: { data?: Broadcast } }) =>
      state.data?.answers.some(({ status }) => isInFlight(status)) ? LIVE_MS : false,
  }))
}

export function useCastVote() {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation({
    ...api.vote.cast.mutationOptions(),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: api.vote.pathKey() })
      return queryClient.invalidateQueries({ queryKey: api.message.broadcast.pathKey() })
    },
  })
}

export function useMergeAnswers() {
  return useMutation(useApi().message.merge.mutationOptions())
}

/** Shows the models of a blind session, for good. */
export function useRevealSession() {
  const cache = useSessionCache()
  return useMutation({ ...useApi().session.reveal.mutationOptions(), onSuccess: cache.put })
}

/** How the models stand by the caller's votes, in sessions with a tag or in all. */
export function useStanding(tag: MaybeRefOrGetter<string>) {
  const api = useApi()
  return useQuery(() =>
    api.vote.standing.queryOptions(toValue(tag) === '' ? undefined : { tag: toValue(tag) }),
  )
}
