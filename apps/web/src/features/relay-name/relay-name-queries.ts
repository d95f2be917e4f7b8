import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { useApi } from '../../shared/api/use-api.ts'

/** The names that programs ask several models by. */
export function useRelayNames() {
  const api = useApi()
  return useQuery(() => api.relayName.list.queryOptions())
}

export function useRelayNameChanges() {
  const api = useApi()
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: api.relayName.list.pathKey() })
  return {
    creation: useMutation({ ...api.relayName.create.mutationOptions(), onSettled }),
    update: useMutation({ ...api.relayName.update.mutationOptions(), onSettled }),
    removal: useMutation({ ...api.relayName.remove.mutationOptions(), onSettled }),
  }
}
