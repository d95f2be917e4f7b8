import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { useApi } from '../../shared/api/use-api.ts'
import { useMessageCache } from '../message/message-queries.ts'

/** What can be brought back into a window's history; a window that was never rewound is not asked about. */
export function useRewinds(window: () => { id: string; historySeq: number }) {
  const api = useApi()
  return useQuery(() => ({
    ...api.window.rewinds.queryOptions({ id: window().id }),
    enabled: window().historySeq > 0,
  }))
}

/** What changes one window's history. The watch tells the new state of it; without a watch it is read again. */
export function useHistoryMutations(window: () => { id: string; sessionId: string }) {
  const api = useApi()
  const queryClient = useQueryClient()
  const cache = useMessageCache()

  function refresh(): void {
    const { id, sessionId } = window()
    cache.refresh(id)
    void queryClient.invalidateQueries({ queryKey: api.window.rewinds.queryKey({ id }) })
    void queryClient.invalidateQueries({ queryKey: api.session.get.queryKey({ id: sessionId }) })
  }

  return {
    refresh,
    editing: useMutation({ ...api.message.edit.mutationOptions(), onSettled: refresh }),
    rewinding: useMutation({ ...api.window.rewind.mutationOptions(), onSettled: refresh }),
    clearing: useMutation({ ...api.window.clear.mutationOptions(), onSettled: refresh }),
    undoing: useMutation({ ...api.window.undoRewind.mutationOptions(), onSettled: refresh }),
    forking: useMutation({ ...api.window.fork.mutationOptions(), onSettled: refresh }),
    duplicating: useMutation({ ...api.window.duplicate.mutationOptions(), onSettled: refresh }),
  }
}

/** A window is given another one's inputs, by the server. */
export function useCatchUp(window: () => { sessionId: string }) {
  const api = useApi()
  const queryClient = useQueryClient()
  const onSettled = () =>
    queryClient.invalidateQueries({ queryKey: api.session.get.queryKey({ id: window().sessionId }) })
  return {
    starting: useMutation({ ...api.window.catchUp.mutationOptions(), onSettled }),
    stopping: useMutation({ ...api.window.stopCatchUp.mutationOptions(), onSettled }),
  }
}
