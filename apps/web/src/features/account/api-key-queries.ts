import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { useApi } from '../../shared/api/use-api.ts'

export function useApiKeys() {
  const api = useApi()
  return useQuery(() => api.apiKey.list.queryOptions())
}

export function useCreateApiKey() {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation({
    ...api.apiKey.create.mutationOptions(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: api.apiKey.pathKey() }),
  })
}

export function useUpdateApiKey() {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation({
    ...api.apiKey.update.mutationOptions(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.apiKey.pathKey() }),
  })
}

export function useRevokeApiKey() {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation({
    ...api.apiKey.revoke.mutationOptions(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.apiKey.pathKey() }),
  })
}
