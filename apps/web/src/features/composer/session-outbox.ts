import type { ChatWindow, Message } from '@chatmore/api/contract'
import { useQueryClient } from '@tanstack/vue-query'
import {
  computed,
  inject,
  onScopeDispose,
  provide,
  watch,
  type ComputedRef,
  type InjectionKey,
  type Ref,
} from 'vue'
import { useApi, useClient } from '../../shared/api/use-api.ts'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { randomId } from '../../shared/browser/random-id.ts'
import { useMessageCache } from '../message/message-queries.ts'
import type { SessionMessages } from '../message/session-messages.ts'
import { useDrafts } from './drafts-store.ts'
import { isArrived } from './lib/is-arrived.ts'
import { createOutbox, type OutboxParts } from './outbox.ts'
import type { OutgoingMessage } from './outgoing-message.ts'

export interface Posting {
  content: string
  /** What the server is told. */
  windowIds: string[] | undefined
  /** The windows that it reaches. */
  targets: readonly ChatWindow[]
  draftKey: string
}

export interface SessionOutbox {
  post(posting: Posting): void
  /** What is on its way to a window and does not show among its messages yet. */
  pendingIn(windowId: string): OutgoingMessage[]
  pendingWindowIds: ComputedRef<ReadonlySet<string>>
  takeBack(clientMessageId: string): void
}

interface Parts {
  messages: SessionMessages
  windows: Ref<readonly ChatWindow[]>
}

/** A message that the server has but the watch did not bring is fetched after this long. */
const PATIENCE_MS = 1500

const key: InjectionKey<SessionOutbox> = Symbol('session outbox')

/** Sends from all boxes of a session; what is on its way shows in its windows at once. */
export function provideSessionOutbox({ messages, windows }: Parts): SessionOutbox {
  const client = useClient()
  const cache = useMessageCache()
  const drafts = useDrafts()
  const later = useTimers()
  const onGivenUp = useGiveBack(messages.sessionId)

  const outbox = createOutbox({
    sessionId: messages.sessionId,
    send: (input) => client.message.send(input),
    onAccepted: (message) => later(PATIENCE_MS, () => fetchMissing(message.shownIn)),
    onGivenUp,
  })

  const rowsOf = (windowId: string): Message[] => messages.of(windowId)?.rows.value ?? []
  const isPending = (item: OutgoingMessage, windowId: string): boolean =>
    item.shownIn.includes(windowId) && !isArrived(item, windowId, rowsOf(windowId))
  const pendingIn = (windowId: string) => outbox.items.value.filter((item) => isPending(item, windowId))

  function fetchMissing(windowIds: string[]): void {
    for (const id of windowIds) if (pendingIn(id).length > 0) cache.refresh(id)
  }

  function post({ content, windowIds, targets, draftKey }: Posting): void {
    const { unsure } = drafts.read(draftKey)
    const shownIn = targets.map((window) => window.id)
    outbox.post({
      clientMessageId: unsure?.content === content ? unsure.clientMessageId : randomId(),
      content,
      windowIds,
      shownIn,
      lastSeqs: Object.fromEntries(shownIn.map((id) => [id, rowsOf(id).at(-1)?.seq ?? -1])),
      draftKey,
    })
    drafts.write(draftKey, { text: '' })
  }

  // Once it shows everywhere our own copy has done its work. A window removed meanwhile is not waited for.
  const arrived = computed(() =>
    outbox.items.value.filter(
      (item) => item.state === 'accepted' && !windows.value.some(({ id }) => isPending(item, id)),
    ),
  )
  watch(arrived, (items) => items.forEach((item) => outbox.drop(item.clientMessageId)))
  onScopeDispose(outbox.dispose)
  outbox.resume()

  const pendingWindowIds = computed(
    () => new Set(windows.value.map(({ id }) => id).filter((id) => pendingIn(id).length > 0)),
  )
  const sessionOutbox = { post, pendingIn, pendingWindowIds, takeBack: outbox.takeBack }
  provide(key, sessionOutbox)
  return sessionOutbox
}

export function useSessionOutbox(): SessionOutbox {
  const outbox = inject(key)
  if (!outbox) throw new Error('provideSessionOutbox was not called above')
  return outbox
}

/** What will not be sent goes back to the box that it came from, with the reason. */
function useGiveBack(sessionId: string): OutboxParts['onGivenUp'] {
  const api = useApi()
  const queryClient = useQueryClient()
  const drafts = useDrafts()
  const feedback = useFeedback()
  return ({ draftKey, content, clientMessageId }, { isUnsure, error }) => {
    drafts.giveBack(draftKey, content, isUnsure ? clientMessageId : null)
    if (!error) return
    feedback.fail(error)
    // The refusal may come from windows or models that changed elsewhere.
    void queryClient.invalidateQueries({ queryKey: api.session.get.queryKey({ id: sessionId }) })
  }
}

/** Timers that end with the scope. */
function useTimers() {
  const timers = new Set<ReturnType<typeof setTimeout>>()
  onScopeDispose(() => timers.forEach((timer) => clearTimeout(timer)))
  return (milliseconds: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, milliseconds)
    timers.add(timer)
  }
}
