import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { useApi } from '../../shared/api/use-api.ts'

/** The caller's templates by name. */
export function useTemplates() {
  const api = useApi()
  return useQuery(() => api.template.list.queryOptions())
}

export function useTemplateChanges() {
  const api = useApi()
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: api.template.list.pathKey() })
  return {
    creation: useMutation({ ...api.template.create.mutationOptions(), onSettled }),
    update: useMutation({ ...api.template.update.mutationOptions(), onSettled }),
    removal: useMutation({ ...api.template.remove.mutationOptions(), onSettled }),
  }
}
