import type { AuthStatus, User } from '@chatmore/api/contract'
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import type { Api } from '../../shared/api/use-api.ts'
import { useApi } from '../../shared/api/use-api.ts'

/** Who is signed in, and whether one may register. */
export function useAuthStatus() {
  const api = useApi()
  const query = useQuery(() => api.auth.status.queryOptions())
  const user = computed<User | null>(() => query.data.value?.user ?? null)
  const isAdmin = computed(() => user.value?.role === 'admin')
  return { ...query, user, isAdmin }
}

/** For the router, which lives outside of components. */
export function readAuthStatus(api: Api, queryClient: QueryClient): Promise<AuthStatus> {
  return queryClient.ensureQueryData(api.auth.status.queryOptions())
}

/** Forgets who was signed in and all that was read as them. */
export function forgetUser(api: Api, queryClient: QueryClient): void {
  const statusKey = api.auth.status.queryKey()
  const status = queryClient.getQueryData(statusKey)
  queryClient.clear()
  if (status) queryClient.setQueryData(statusKey, { ...status, user: null })
}

function useEnter() {
  const api = useApi()
  const queryClient = useQueryClient()
  return ({ user }: { user: User }) => {
    queryClient.setQueryData(api.auth.status.queryKey(), (status: AuthStatus | undefined) => ({
      registration: status?.registration ?? 'closed',
      setupRequired: false,
      user,
    }))
  }
}

export function useLogin() {
  return useMutation({ ...useApi().auth.login.mutationOptions(), onSuccess: useEnter() })
}

export function useRegister() {
  return useMutation({ ...useApi().auth.register.mutationOptions(), onSuccess: useEnter() })
}

/** What an invitation is good for, by its token. Rejects where it is not. */
export function useInvite(token: MaybeRefOrGetter<string>) {
  const api = useApi()
  return useQuery(() => ({
    ...api.auth.readInvite.queryOptions({ token: toValue(token) }),
    staleTime: Infinity,
  }))
}

/** Whose password a link sets. */
export function useReset(token: string) {
  const api = useApi()
  return useQuery(() => ({ ...api.auth.readReset.queryOptions({ token }), staleTime: Infinity }))
}

export function useResetPassword() {
  return useMutation({ ...useApi().auth.resetPassword.mutationOptions() })
}

export function useLogout() {
  return useMutation(useApi().auth.logout.mutationOptions())
}
