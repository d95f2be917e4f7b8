import { isInFlight, type ChatWindow, type Message } from '@chatmore/api/contract'
import { useQueryClient } from '@tanstack/vue-query'
import { useIntervalFn } from '@vueuse/core'
import {
  computed,
  effectScope,
  inject,
  onScopeDispose,
  provide,
  shallowReactive,
  watch,
  type ComputedRef,
  type EffectScope,
  type InjectionKey,
  type Ref,
} from 'vue'
import { useApi } from '../../shared/api/use-api.ts'
import { useSessionCache } from '../session/session-queries.ts'
import { createLiveAnswers, type LiveAnswers } from './live-answers.ts'
import { listMessages } from './lib/message-pages.ts'
import { createMessageCache } from './message-queries.ts'
import { useSessionWatch } from './use-session-watch.ts'
import { createWindowMessages, type WindowMessages } from './window-messages.ts'

/** An answer that runs in the cache but not in the watch is read again this often, until the two agree. */
const RECONCILE_MS = 3000

export interface SessionMessages {
  sessionId: string
  live: LiveAnswers
  of(windowId: string): WindowMessages | undefined
  /** The windows in which an answer runs. */
  runningWindowIds: ComputedRef<string[]>
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

  const live = createLiveAnswers({
    onMessage: (message) => {
      const wasRunning = isKnownRunning(message)
      cache.put(message)
      if (wasRunning && !isInFlight(message.status)) onEnded(message)
    },
    onSession: sessionCache.put,
    onEndedUnseen: (messages) => messages.forEach((message) => cache.refresh(message.windowId)),
    onGap: () => watching.restart(),
  })
  const watching = useSessionWatch(sessionId, {
    onEvent: live.apply,
    onEnd: () =>
      void queryClient.invalidateQueries({ queryKey: api.session.get.queryKey({ id: sessionId }) }),
  })
  onScopeDispose(live.dispose)

  const byWindow = useScopes(windows, (windowId) =>
    createWindowMessages({ api, queryClient, live }, windowId),
  )

  function isKnownRunning(message: Message): boolean {
    const pages = cache.read(message.windowId)
    const known = pages && listMessages(pages).find((item) => item.id === message.id)
    return known !== undefined && isInFlight(known.status)
  }

  /** What the cache has as running and the watch does not know has ended, or begun, between the two. */
  function reconcile(): void {
    if (!live.isSynced.value) return
    for (const [windowId, messages] of byWindow) {
      const isLost = messages.rows.value.some((row) => isInFlight(row.status) && !live.running.has(row.id))
      if (isLost) cache.refresh(windowId)
    }
  }
  useIntervalFn(reconcile, RECONCILE_MS)

  const reach = computed(() => countReach([...byWindow.values()].map((messages) => messages.rows.value)))
  const messages: SessionMessages = {
    sessionId,
    live,
    of: (windowId) => byWindow.get(windowId),
    runningWindowIds: computed(() =>
      windows.value.map((window) => window.id).filter((id) => byWindow.get(id)?.isRunning.value),
    ),
    isBroadcast: ({ broadcastGroupId }) =>
      broadcastGroupId !== null && (reach.value.get(broadcastGroupId) ?? 0) > 1,
  }
  provide(key, messages)
  return messages
}

export function useSessionMessages(): SessionMessages {
  const messages = inject(key)
  if (!messages) throw new Error('provideSessionMessages was not called above')
  return messages
}

/** One value per window, each in a scope that ends with its window. */
function useScopes<Value>(windows: Ref<readonly ChatWindow[]>, create: (windowId: string) => Value) {
  const values = shallowReactive(new Map<string, Value>())
  const scopes = new Map<string, EffectScope>()
  watch(
    () => windows.value.map((window) => window.id),
    (ids) => {
      for (const id of ids.filter((each) => !scopes.has(each))) {
        const scope = effectScope()
        scopes.set(id, scope)
        scope.run(() => values.set(id, create(id)))
      }
      for (const id of [...scopes.keys()].filter((each) => !ids.includes(each))) {
        scopes.get(id)?.stop()
        scopes.delete(id)
        values.delete(id)
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => scopes.forEach((scope) => scope.stop()))
  return values
}

/** In how many windows each broadcast stands. */
function countReach(windows: readonly Message[][]): Map<string, number> {
  const reach = new Map<string, number>()
  for (const rows of windows) {
    for (const { role, broadcastGroupId } of rows) {
      if (role === 'user' && broadcastGroupId)
        reach.set(broadcastGroupId, (reach.get(broadcastGroupId) ?? 0) + 1)
    }
  }
  return reach
}
