import { isInFlight, type ChatWindow, type Message } from '@chatmore/api/contract'
import { useQueryClient } from '@tanstack/vue-query'
import { useIntervalFn } from '@vueuse/core'
import {
  computed,
  inject,
  onScopeDispose,
  provide,
  shallowReactive,
  watch,
  type ComputedRef,
  type InjectionKey,
  type Ref,
} from 'vue'
import { useApi, useClient } from '../../shared/api/use-api.ts'
import { useSessionCache } from '../session/session-queries.ts'
import { createBroadcastReach } from './broadcast-reach.ts'
import { createLiveAnswers, type LiveAnswers } from './live-answers.ts'
import { createMessageCache, PAGE_SIZE } from './message-queries.ts'
import { createNewestPages } from './newest-pages.ts'
import { useScopePerWindow } from './scope-per-window.ts'
import { useSessionWatch } from './use-session-watch.ts'
import { createWindowMessages, type WindowMessages } from './window-messages.ts'

/** Messages that do not fit what the watch tells are read again this often, until they do. */
const RECONCILE_MS = 3000

export interface SessionMessages {
  sessionId: string
  live: LiveAnswers
  of(windowId: string): WindowMessages | undefined
  /** The windows in which an answer runs. */
  runningWindowIds: ComputedRef<string[]>
  /** Which of so many attempts one looks at, by the turn's key. */
  seenAttempts: Map<string, { index: number; count: number }>
  /** Whether an input went to more than one window. */
  isBroadcast(message: Message): boolean
}

interface Parts {
  sessionId: string
  windows: Ref<readonly ChatWindow[]>
  onEnded(message: Message): void
}

const key: InjectionKey<SessionMessages> = Symbol('session messages')

/** Watches a session and keeps the messages of its windows, for all components beneath. */
export function provideSessionMessages({ sessionId, windows, onEnded }: Parts): SessionMessages {
  const api = useApi()
  const queryClient = useQueryClient()
  const cache = createMessageCache(api, queryClient)
  const sessionCache = useSessionCache()
  const sessionKey = api.session.get.queryKey({ id: sessionId })
  const openedAt = Date.now()
  const readNewest = createNewestPages({ client: useClient(), sessionId, limit: PAGE_SIZE })

  const live = createLiveAnswers({
    onMessage: (message) => {
      const known = cache.find(message)
      cache.put(message)
      if (known && isInFlight(known.status) && !isInFlight(message.status)) onEnded(message)
    },
    onSession: (session) => {
      sessionCache.put(session)
      // Votes, and whether models are shown, are told by this.
      void queryClient.invalidateQueries({ queryKey: api.message.broadcast.pathKey() })
    },
    onSync: (isFirst) => {
      void queryClient.invalidateQueries({ queryKey: sessionKey })
      if (isFirst) cache.refreshReadBefore(openedAt)
      else cache.refresh()
    },
    onEndedUnseen: (messages) => messages.forEach((message) => cache.refresh(message.windowId)),
    onGap: () => watching.restart(),
  })
  const watching = useSessionWatch(sessionId, {
    onEvent: live.apply,
    onEnd: () => void queryClient.invalidateQueries({ queryKey: sessionKey }),
  })
  onScopeDispose(live.dispose)

  const historySeqOf = (windowId: string) => windows.value.find(({ id }) => id === windowId)?.historySeq ?? 0

  const byWindow = useScopePerWindow(windows, (windowId) =>
    createWindowMessages({ api, queryClient, live, readNewest, historySeqOf }, windowId),
  )

  function reconcile(): void {
    if (!live.isSynced.value) return
    for (const [windowId, { rows }] of byWindow) {
      if (isOutOfStep(rows.value, live)) cache.refresh(windowId)
    }
  }
  useIntervalFn(reconcile, RECONCILE_MS)

  const messages: SessionMessages = {
    sessionId,
    live,
    of: (windowId) => byWindow.get(windowId),
    runningWindowIds: computed(() =>
      windows.value.map((window) => window.id).filter((id) => byWindow.get(id)?.isRunning.value),
    ),
    seenAttempts: shallowReactive(new Map()),
    isBroadcast: createBroadcastReach(windows, byWindow),
  }
  watch(
    () => messages.runningWindowIds.value.length > 0,
    (isRunning) => sessionCache.noteRunning(sessionId, isRunning),
  )
  provide(key, messages)
  return messages
}

export function useSessionMessages(): SessionMessages {
  const messages = inject(key)
  if (!messages) throw new Error('provideSessionMessages was not called above')
  return messages
}

/** Whether an answer runs that the watch does not know of, or to a question that is not known. */
function isOutOfStep(rows: readonly Message[], live: LiveAnswers): boolean {
  const known = new Set(rows.map((row) => row.id))
  return rows.some(({ id, status, replyToId, attempt }) => {
    if (!isInFlight(status)) return false
    return !live.running.has(id) || (attempt === 1 && replyToId !== null && !known.has(replyToId))
  })
}
