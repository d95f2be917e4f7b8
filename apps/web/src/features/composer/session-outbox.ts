import type { Attachment, ChatWindow, Message } from '@chatmore/api/contract'
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
import { randomId } from '../../shared/browser/random-id.ts'
import { useMessageCache } from '../message/message-queries.ts'
import type { SessionMessages } from '../message/session-messages.ts'
import { useOutbox } from './app-outbox.ts'
import { useDrafts, type Draft } from './drafts-store.ts'
import { isArrived } from './lib/is-arrived.ts'
import type { OutgoingMessage } from './outgoing-message.ts'

export interface Posting {
  content: string
  attachments: readonly Attachment[]
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
  const cache = useMessageCache()
  const drafts = useDrafts()
  const later = useTimers()
  const outbox = useOutbox()
  const { sessionId, runningWindowIds } = messages

  const items = computed(() => outbox.items.value.filter((item) => item.sessionId === sessionId))
  const rowsOf = (windowId: string): Message[] => messages.of(windowId)?.rows.value ?? []
  const isPending = (item: OutgoingMessage, windowId: string): boolean =>
    item.shownIn.includes(windowId) && !isArrived(item, windowId, rowsOf(windowId))
  const pendingIn = (windowId: string) => items.value.filter((item) => isPending(item, windowId))

  onScopeDispose(
    outbox.attach(sessionId, {
      isHeld: ({ shownIn }) => shownIn.some((id) => runningWindowIds.value.includes(id)),
      onAccepted: ({ shownIn }) => later(PATIENCE_MS, () => fetchMissing(shownIn)),
    }),
  )
  watch(runningWindowIds, outbox.wake)

  function fetchMissing(windowIds: string[]): void {
    for (const id of windowIds) if (pendingIn(id).length > 0) cache.refresh(id)
  }

  function post({ content, attachments, windowIds, targets, draftKey }: Posting): void {
    const draft = drafts.read(draftKey)
    const shownIn = targets.map((window) => window.id)
    outbox.post({
      clientMessageId: findUnsureId(draft, content, attachments) ?? randomId(),
      sessionId,
      content,
      ...(attachments.length > 0 && { attachments }),
      windowIds,
      shownIn,
      lastSeqs: Object.fromEntries(shownIn.map((id) => [id, rowsOf(id).at(-1)?.seq ?? -1])),
      draftKey,
    })
    // What one was writing meanwhile stays, as where a button sent another text.
    if (draft.text === content) drafts.write(draftKey, { text: '' })
  }

  /** Whether the screen shows it, and the answers to it: then our own copy has done its work. */
  function isDone(item: OutgoingMessage): boolean {
    if (item.state !== 'accepted') return false
    // A window removed meanwhile is not waited for.
    const turns = item.turns?.filter((turn) => windows.value.some(({ id }) => id === turn.windowId)) ?? []
    return turns.every(({ windowId, userMessageId, assistantMessageId }) => {
      const ids = rowsOf(windowId).map((row) => row.id)
      return ids.includes(userMessageId) && ids.includes(assistantMessageId)
    })
  }
  const done = computed(() => items.value.filter(isDone))
  watch(done, (finished) => finished.forEach((item) => outbox.drop(item.clientMessageId)))

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

/** The id under which the server may have this very message. */
function findUnsureId({ unsure }: Draft, content: string, attachments: readonly Attachment[]): string | null {
  if (unsure?.content !== content) return null
  const ids = attachments.map(({ id }) => id)
  return ids.join() === (unsure.attachmentIds ?? []).join() ? unsure.clientMessageId : null
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
