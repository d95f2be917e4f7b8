import type { Session, SessionPage, SessionSummary } from '@chatmore/api/contract'
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useRoute } from 'vue-router'
import { useApi } from '../../shared/api/use-api.ts'

const PAGE_SIZE = 40
const LIVE_MS = 5000

type SessionPages = InfiniteData<SessionPage, string | null>

export interface SessionFilter {
  archived: boolean
  tag: string | null
}

/** The caller's sessions, pinned ones first, then newest, page by page; asked again every few seconds while one of them is answering. */
export function useSessionList(
  search: MaybeRefOrGetter<string>,
  filter: MaybeRefOrGetter<SessionFilter> = { archived: false, tag: null },
) {
  const api = useApi()
  const query = useInfiniteQuery(() => ({
    ...api.session.list.infiniteQueryOptions({
      limit: PAGE_SIZE,
      ...(toValue(search).trim() ? { search: toValue(search).trim() } : {}),
      ...toFilterInput(toValue(filter)),
    }),
    refetchInterval: ({ state }: { state: { data?: SessionPages } }) =>
      state.data?.pages.some((page) => page.items.some((item) => item.isRunning)) ? LIVE_MS : false,
    placeholderData: (previous: SessionPages | undefined) => previous,
  }))
  const sessions = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? [])
  /** Whether a search has read only so much. */
  const isPartial = computed(() => query.data.value?.pages.at(-1)?.isPartial ?? false)
  return { ...query, sessions, isPartial }
}

function toFilterInput({ archived, tag }: SessionFilter) {
  return { ...(archived ? { archived } : {}), ...(tag === null ? {} : { tag }) }
}

/** All tags of the caller's sessions. */
export function useTags() {
  const api = useApi()
  return useQuery(() => api.session.tags.queryOptions())
}

/** One session with its windows in order. */
export function useSession(id: MaybeRefOrGetter<string>) {
  const api = useApi()
  return useQuery(() => api.session.get.queryOptions({ id: toValue(id) }))
}

/** The one whose page is open, if any. */
export function useOpenSession() {
  const api = useApi()
  const route = useRoute()
  return useQuery(() => ({
    ...api.session.get.queryOptions({ id: String(route.params.id) }),
    enabled: route.name === 'session',
  }))
}

/** Puts what the server told of a session, by a watch event or an answer, where every screen reads it. */
export function useSessionCache() {
  const api = useApi()
  const queryClient = useQueryClient()

  const refreshList = () => queryClient.invalidateQueries({ queryKey: api.session.list.pathKey() })

  function put(session: Session): void {
    const queryKey = api.session.get.queryKey({ id: session.id })
    const isBeingRead = queryClient.isFetching({ queryKey }) > 0
    queryClient.setQueryData(queryKey, session)
    // What that read will bring may be older than this.
    if (isBeingRead) void queryClient.invalidateQueries({ queryKey })
    const { title, pinned, archived, tags } = session
    patchSummary(session.id, { title, pinned, archived, tags, windowCount: session.windows.length })
  }

  /** Changes one row of the list on the screen; the server's word replaces it with the next answer. */
  function patchSummary(id: string, patch: Partial<SessionSummary>): void {
    editItems((items) => items.map((item) => (item.id === id ? { ...item, ...patch } : item)))
  }

  /** The open session began or ceased to answer: its row says so at once, and the list is put in its new order. */
  function noteRunning(id: string, isRunning: boolean): void {
    patchSummary(id, { isRunning })
    void refreshList()
  }

  function drop(id: string): void {
    editItems((items) => items.filter((item) => item.id !== id))
  }

  function editItems(edit: (items: SessionSummary[]) => SessionSummary[]): void {
    queryClient.setQueriesData<SessionPages>(
      { queryKey: api.session.list.pathKey() },
      (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: edit(page.items) })) },
    )
  }

  return { put, patchSummary, noteRunning, drop, refreshList }
}

export function useCreateSession() {
  const api = useApi()
  const cache = useSessionCache()
  return useMutation({
    ...api.session.create.mutationOptions(),
    onSuccess: (session) => {
      cache.put(session)
      return cache.refreshList()
    },
  })
}

/** Changes what a session is called and where it is put; the list shows that at once, and what was before should it fail. */
export function useUpdateSession() {
  const api = useApi()
  const cache = useSessionCache()
  const queryClient = useQueryClient()
  return useMutation({
    ...api.session.update.mutationOptions(),
    onMutate: ({ id, title, pinned, archived, tags }) => {
      const told = Object.entries({ title, pinned, tags }).filter(([, value]) => value !== undefined)
      cache.patchSummary(id, Object.fromEntries(told))
      // It is in the other list from now on.
      if (archived !== undefined) cache.drop(id)
    },
    onSettled: (_session, _error, { id }) =>
      Promise.all([
        cache.refreshList(),
        queryClient.invalidateQueries({ queryKey: api.session.get.queryKey({ id }) }),
        queryClient.invalidateQueries({ queryKey: api.session.tags.pathKey() }),
      ]),
  })
}

export function useRemoveSession() {
  const api = useApi()
  const cache = useSessionCache()
  return useMutation({
    ...api.session.remove.mutationOptions(),
    onMutate: ({ id }) => cache.drop(id),
    onSettled: () => cache.refreshList(),
  })
}

export function useRestoreSession() {
  const api = useApi()
  const cache = useSessionCache()
  const queryClient = useQueryClient()
  return useMutation({
    ...api.session.restore.mutationOptions(),
    onSettled: (_result, _error, { id }) =>
      Promise.all([
        cache.refreshList(),
        queryClient.invalidateQueries({ queryKey: api.session.get.queryKey({ id }) }),
      ]),
  })
}
