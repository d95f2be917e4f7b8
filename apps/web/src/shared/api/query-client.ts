import { MutationCache, QueryCache, QueryClient } from '@tanstack/vue-query'
import { toAppError } from './to-app-error.ts'

const RETRIED = new Set(['OFFLINE', 'UNAVAILABLE', 'BUSY'])

/** One cache for everything that the server told. `onUnauthorized` is called when the sign-in has ended. */
export function createQueryClient(onUnauthorized: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (toAppError(error).code === 'UNAUTHORIZED') onUnauthorized()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // Whether there is a network says nothing of a server on this very device: a request is the only question that counts.
      queries: {
        networkMode: 'always',
        staleTime: 30_000,
        retry: (failures, error) => failures < 3 && RETRIED.has(toAppError(error).code),
      },
      // Never pause a change while offline: the person is told at once, and decides.
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
