import type { Message } from '@chatmore/api/contract'
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/vue-query'
import { onScopeDispose } from 'vue'
import { useApi, type Api } from '../../shared/api/use-api.ts'
import {
  keepNewestPages,
  listMessages,
  mergePages,
  putMessage,
  type MessagePages,
} from './lib/message-pages.ts'
import type { ReadNewestPage } from './newest-pages.ts'

export const PAGE_SIZE = 30
/** Who scrolls up through years shall not wait for each screen. */
const OLDER_PAGE_SIZE = 100
/** What remains of the pages of a reader who is back at the end. */
const KEPT_PAGES = 2

function toOptions(api: Api, windowId: string) {
  return api.message.list.infiniteQueryOptions({ windowId, limit: PAGE_SIZE })
}

interface Parts {
  api: Api
  queryClient: QueryClient
  readNewest: ReadNewestPage
  /** Where the window's history was last rewound. */
  historySeqOf(windowId: string): number
}

/** The pages of one window's messages. Reading them again takes nothing back that a watch event has told since. */
export function queryMessagePages({ api, queryClient, readNewest, historySeqOf }: Parts, windowId: string) {
  const options = toOptions(api, windowId)
  const older = api.message.list.infiniteQueryOptions({ windowId, limit: OLDER_PAGE_SIZE })
  const query = useInfiniteQuery(
    {
      ...options,
      queryFn: (context) =>
        context.pageParam === null ? readNewest(windowId, context.signal) : older.queryFn(context),
      structuralSharing: (known: unknown, fresh: unknown) =>
        mergePages(known as MessagePages | undefined, fresh as MessagePages, historySeqOf(windowId)),
      shallow: true,
    },
    queryClient,
  )

  /** Pages are read again all at once: a reader who went through thousands of messages would wait for them ever after. */
  function forgetOlder(): void {
    const state = queryClient.getQueryState<MessagePages>(options.queryKey)
    if (!state?.data || state.fetchStatus !== 'idle' || state.data.pages.length <= KEPT_PAGES) return
    queryClient.setQueryData<MessagePages>(options.queryKey, keepNewestPages(state.data, KEPT_PAGES), {
      updatedAt: state.dataUpdatedAt,
    })
  }

  onScopeDispose(forgetOlder)
  return { query, forgetOlder }
}

export interface MessageCache {
  /** Puts what a watch event told of a message where every screen reads it. */
  put(message: Message): void
  /** What was known of a message. */
  find(message: Message): Message | undefined
  /** Reads the messages of a window again, or those of all windows. */
  refresh(windowId?: string): void
  /** Reads again what was read before, as when its session was open last. */
  refreshReadBefore(time: number): void
}

export function createMessageCache(api: Api, queryClient: QueryClient): MessageCache {
  function list(windowId: string): Message[] {
    const pages = queryClient.getQueryData<MessagePages>(toOptions(api, windowId).queryKey)
    return pages ? listMessages(pages) : []
  }

  return {
    put(message) {
      // It may have been read before it was archived, and told only now.
      if (message.archivedBy !== null) return
      const { queryKey } = toOptions(api, message.windowId)
      queryClient.setQueryData<MessagePages>(queryKey, (known) => putMessage(known, message), {
        // As old as its last read: a window that was never read must not pass for one that was.
        updatedAt: queryClient.getQueryState(queryKey)?.dataUpdatedAt ?? 0,
      })
    },
    find: (message) => list(message.windowId).find(({ id }) => id === message.id),
    refresh(windowId) {
      const queryKey = windowId ? toOptions(api, windowId).queryKey : api.message.list.pathKey()
      void queryClient.invalidateQueries({ queryKey })
    },
    refreshReadBefore(time) {
      void queryClient.invalidateQueries({
        queryKey: api.message.list.pathKey(),
        predicate: ({ state }) => state.dataUpdatedAt < time && state.fetchStatus === 'idle',
      })
    },
  }
}

export function useMessageCache(): MessageCache {
  return createMessageCache(useApi(), useQueryClient())
}

/** What an answer's model was sent, asked for when somebody wants to see it. */
export function useMessageContext(asked: () => { messageId: string; isOpen: boolean }) {
  const api = useApi()
  return useQuery(() => ({
    ...api.message.context.queryOptions({ messageId: asked().messageId }),
    enabled: asked().isOpen,
    staleTime: 0,
    // It may be long, and is looked at once.
    gcTime: 0,
  }))
}

/** Stops answers: those named, or all of the session. The watch tells how they ended. */
export function useStopAnswers() {
  return useMutation(useApi().message.stop.mutationOptions())
}

/** Has an answer written anew, as another attempt, by the window's model or another. */
export function useRetryAnswer() {
  const cache = useMessageCache()
  return useMutation({
    ...useApi().message.retry.mutationOptions(),
    onError: () => cache.refresh(),
  })
}
