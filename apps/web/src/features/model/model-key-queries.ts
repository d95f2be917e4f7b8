import type { ModelConfig } from '@chatmore/api/contract'
import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { useApi } from '../../shared/api/use-api.ts'

/** What was answered takes the place of what is known: to read it again would take the form away. */
function useKeepModel() {
  const api = useApi()
  const queryClient = useQueryClient()
  return (model: ModelConfig) =>
    void queryClient.setQueryData(api.model.get.queryKey({ id: model.id }), model)
}

export function useAddModelKey() {
  return useMutation({ ...useApi().model.addKey.mutationOptions(), onSuccess: useKeepModel() })
}

export function useRemoveModelKey() {
  return useMutation({ ...useApi().model.removeKey.mutationOptions(), onSuccess: useKeepModel() })
}

export function useBringBackModelKey() {
  return useMutation({ ...useApi().model.bringBackKey.mutationOptions(), onSuccess: useKeepModel() })
}
