import type { ListedModel, ModelSummary, WorkspaceListInput } from '@chatmore/api/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter, type Ref } from 'vue'
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
  return () => {
    // Names for several models tell how these are.
    void queryClient.invalidateQueries({ queryKey: api.relayName.pathKey() })
    return queryClient.invalidateQueries({ queryKey: api.model.pathKey() })
  }
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

/** Asks an endpoint for one short answer. */
export function useTestModel() {
  return useMutation(useApi().model.test.mutationOptions())
}

/** Asks an endpoint for the names of its models. */
export function useDiscoverModels() {
  return useMutation(useApi().model.discover.mutationOptions())
}

/** All models with how they do, as administrators see them. */
export function useCatalogue(isEnabled: MaybeRefOrGetter<boolean>) {
  const api = useApi()
  const query = useQuery(() => ({ ...api.model.catalogue.queryOptions(), enabled: toValue(isEnabled) }))
  return { ...query, models: computed<ListedModel[]>(() => query.data.value ?? []) }
}

/** The list shows the new order at once, and goes back where it is refused. */
export function useReorderModels() {
  const api = useApi()
  const queryClient = useQueryClient()
  const refresh = useRefreshModels()
  return useMutation({
    ...api.model.reorder.mutationOptions(),
    onMutate: async ({ ids }) => {
      await queryClient.cancelQueries({ queryKey: api.model.catalogue.queryKey() })
      queryClient.setQueryData<ListedModel[]>(api.model.catalogue.queryKey(), (models) =>
        models?.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id)),
      )
    },
    onSettled: () => refresh(),
  })
}

export function useDuplicateModel() {
  const api = useApi()
  const refresh = useRefreshModels()
  return useMutation({ ...api.model.duplicate.mutationOptions(), onSuccess: () => refresh() })
}

export function useAddModels() {
  const api = useApi()
  const refresh = useRefreshModels()
  return useMutation({ ...api.model.addMany.mutationOptions(), onSuccess: () => refresh() })
}

/** The same to several models at once. */
export function useManyModels() {
  const api = useApi()
  const refresh = useRefreshModels()
  return {
    update: useMutation({ ...api.model.updateMany.mutationOptions(), onSettled: () => refresh() }),
    removal: useMutation({ ...api.model.removeMany.mutationOptions(), onSettled: () => refresh() }),
  }
}

/** Workspaces to give a model to: these, or those that a search finds. */
export function useWorkspaces(input: () => WorkspaceListInput, isEnabled: Readonly<Ref<boolean>>) {
  const api = useApi()
  return useQuery(() => ({
    ...api.workspace.list.queryOptions(input()),
    enabled: isEnabled.value,
    placeholderData: keepPreviousData,
  }))
}
