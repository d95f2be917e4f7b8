import type { ChatWindow, Session, WindowUpdateInput } from '@chatmore/api/contract'
import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { useApi } from '../../shared/api/use-api.ts'
import { useSessionCache } from '../session/session-queries.ts'

/** Changes to a session's windows show at once; the server's word replaces them, also when it refuses. */
function useWindowsCache(sessionId: string) {
  const api = useApi()
  const queryClient = useQueryClient()
  const cache = useSessionCache()
  const queryKey = api.session.get.queryKey({ id: sessionId })

  function edit(change: (windows: ChatWindow[]) => ChatWindow[]): void {
    queryClient.setQueryData<Session>(
      queryKey,
      (session) => session && { ...session, windows: change(session.windows) },
    )
  }

  return {
    edit,
    put: cache.put,
    refresh: () => queryClient.invalidateQueries({ queryKey }),
  }
}

export function useAddWindow(sessionId: string) {
  const cache = useWindowsCache(sessionId)
  return useMutation({ ...useApi().window.add.mutationOptions(), onSettled: () => cache.refresh() })
}

export function useUpdateWindow(sessionId: string) {
  const cache = useWindowsCache(sessionId)
  return useMutation({
    ...useApi().window.update.mutationOptions(),
    onMutate: (patch) => cache.edit((windows) => windows.map((window) => patchWindow(window, patch))),
    onSettled: () => cache.refresh(),
  })
}

/** What shows before the server answers: a new model's name comes with its answer. */
function patchWindow(window: ChatWindow, { id, name, useGlobalInput }: WindowUpdateInput): ChatWindow {
  if (window.id !== id) return window
  return {
    ...window,
    ...(name !== undefined && { name }),
    ...(useGlobalInput !== undefined && { useGlobalInput }),
  }
}

export function useRemoveWindow(sessionId: string) {
  const cache = useWindowsCache(sessionId)
  return useMutation({
    ...useApi().window.remove.mutationOptions(),
    onMutate: ({ id }) => cache.edit((windows) => windows.filter((window) => window.id !== id)),
    onSettled: () => cache.refresh(),
  })
}

export function useRestoreWindow(sessionId: string) {
  const cache = useWindowsCache(sessionId)
  return useMutation({ ...useApi().window.restore.mutationOptions(), onSettled: () => cache.refresh() })
}

export function useReorderWindows(sessionId: string) {
  const cache = useWindowsCache(sessionId)
  return useMutation({
    ...useApi().window.reorder.mutationOptions(),
    onMutate: ({ windowIds }) =>
      cache.edit((windows) =>
        [...windows].sort((one, other) => windowIds.indexOf(one.id) - windowIds.indexOf(other.id)),
      ),
    onSuccess: (session) => cache.put(session),
    onError: () => cache.refresh(),
  })
}
