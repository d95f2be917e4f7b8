import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useApi } from '../../shared/api/use-api.ts'

const PAGE_SIZE = 50

export function useUserList(search: MaybeRefOrGetter<string>) {
  const api = useApi()
  const query = useInfiniteQuery(() => {
    const wanted = toValue(search).trim()
    return api.user.list.infiniteQueryOptions({ limit: PAGE_SIZE, ...(wanted && { search: wanted }) })
  })
  const users = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? [])
  return { ...query, users }
}

function useRefreshUsers() {
  const api = useApi()
  const queryClient = useQueryClient()
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: api.user.pathKey() }),
      queryClient.invalidateQueries({ queryKey: api.auth.status.pathKey() }),
    ])
}

export function useUpdateUser() {
  const refresh = useRefreshUsers()
  return useMutation({ ...useApi().user.update.mutationOptions(), onSettled: () => refresh() })
}

export function useEndSignIns() {
  const refresh = useRefreshUsers()
  return useMutation({ ...useApi().user.endSignIns.mutationOptions(), onSettled: () => refresh() })
}

export function useRemoveUser() {
  const refresh = useRefreshUsers()
  return useMutation({ ...useApi().user.remove.mutationOptions(), onSettled: () => refresh() })
}

/** Makes a link by which a user sets a password. */
export function useResetLink() {
  return useMutation(useApi().user.resetPassword.mutationOptions())
}

export function useInvites() {
  const api = useApi()
  const query = useInfiniteQuery(() => api.invite.list.infiniteQueryOptions({ limit: 10 }))
  const invites = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? [])
  return { ...query, invites }
}

function useRefreshInvites() {
  const api = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: api.invite.pathKey() })
}

export function useCreateInvite() {
  const refresh = useRefreshInvites()
  return useMutation({ ...useApi().invite.create.mutationOptions(), onSuccess: () => refresh() })
}

export function useRevokeInvite() {
  const refresh = useRefreshInvites()
  return useMutation({ ...useApi().invite.revoke.mutationOptions(), onSettled: () => refresh() })
}
