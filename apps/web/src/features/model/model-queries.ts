import type { ModelConfig, ModelSummary } from '@chatmore/api/contract'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useApi } from '../../shared/api/use-api.ts'

/** The models that the caller sees; `available` are those that a window may use now. */
export function useModels() {
  const api = useApi()
  const query = useQuery(() => api.model.list.queryOptions())
  const models = computed<ModelSummary[]>(() => query.data.value ?? [])
  const available = computed(() => models.value.filter((model) => model.enabled))
  return { ...query, models, available }
}

/** A model as administrators see it. */
export function useModelConfig(id: MaybeRefOrGetter<string | null>) {
  const api = useApi()
  return useQuery(() => ({
    ...api.model.get.queryOptions({ id: toValue(id) ?? '' }),
    enabled: toValue(id) !== null,
    staleTime: 0,
  }))
}

function useRefreshModels() {
  const api = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: api.model.pathKey() })
}

export function useCreateModel() {
  const api = useApi()
  const refresh = useRefreshModels()
  return useMutation({ ...api.model.create.mutationOptions(), onSuccess: () => refresh() })
}

export function useUpdateModel() {
  const api = useApi()
  const refresh = useRefreshModels()
  return useMutation({ ...api.model.update.mutationOptions(), onSettled: () => refresh() })
}

export function useRemoveModel() {
  const api = useApi()
  const refresh = useRefreshModels()
  return useMutation({ ...api.model.remove.mutationOptions(), onSettled: () => refresh() })
}

/** Asks an endpoint for one short answer. */
export function useTestModel() {
  return useMutation(useApi().model.test.mutationOptions())
}

/** Asks an endpoint for the names of its models. */
export function useDiscoverModels() {
  return useMutation(useApi().model.discover.mutationOptions())
}

/** What administrators see beyond the list, by model id. */
export function useModelConfigs(ids: MaybeRefOrGetter<readonly string[]>) {
  const api = useApi()
  const queries = useQueries({
    queries: () => toValue(ids).map((id) => api.model.get.queryOptions({ id })),
  })
  return computed(
    () =>
      new Map(queries.value.flatMap(({ data }) => (data ? [[data.id, data as ModelConfig] as const] : []))),
  )
}
