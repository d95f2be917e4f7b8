import type { AuthStatus } from '@chatmore/api/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { useApi } from '../../shared/api/use-api.ts'

export function useUpdateAccount() {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation({
    ...api.account.update.mutationOptions(),
    onSuccess: ({ user }) =>
      queryClient.setQueryData(api.auth.status.queryKey(), (status: AuthStatus | undefined) =>
        status ? { ...status, user } : status,
      ),
  })
}

export function useSignIns() {
  const api = useApi()
  return useQuery(() => api.account.signIns.queryOptions())
}

function useRefreshSignIns() {
  const api = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: api.account.signIns.pathKey() })
}

export function useChangePassword() {
  const refresh = useRefreshSignIns()
  return useMutation({ ...useApi().account.changePassword.mutationOptions(), onSuccess: () => refresh() })
}

export function useEndSignIn() {
  const refresh = useRefreshSignIns()
  return useMutation({ ...useApi().account.endSignIn.mutationOptions(), onSettled: () => refresh() })
}

export function useEndOtherSignIns() {
  const refresh = useRefreshSignIns()
  return useMutation({ ...useApi().account.endOtherSignIns.mutationOptions(), onSettled: () => refresh() })
}

/** Whoever deletes it is signed out with it. */
export function useRemoveAccount() {
  return useMutation(useApi().account.remove.mutationOptions())
}
