import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { useApi } from '../../shared/api/use-api.ts'

/** The caller's line-ups, oldest first. */
export function useLineUps() {
  const api = useApi()
  return useQuery(() => api.lineUp.list.queryOptions())
}

export function useLineUpChanges() {
  const api = useApi()
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: api.lineUp.list.pathKey() })
  return {
    creation: useMutation({ ...api.lineUp.create.mutationOptions(), onSettled }),
    update: useMutation({ ...api.lineUp.update.mutationOptions(), onSettled }),
    removal: useMutation({ ...api.lineUp.remove.mutationOptions(), onSettled }),
  }
}
