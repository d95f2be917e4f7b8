import { createWakeableWaits } from '@chatmore/api/client'
import type { MessageSendInput, SendResult } from '@chatmore/api/contract'
import type { ShallowRef } from 'vue'
import { withLock } from '../../shared/browser/with-lock.ts'
import { createCourier } from './outbox-courier.ts'
import { createOutboxItems, type OutboxItems } from './outbox-items.ts'
import { createOutboxStorage, type OutboxStorage } from './outbox-storage.ts'
import type { NewMessage, OutgoingMessage } from './outgoing-message.ts'

/** What lay longer than this is given back as a draft: nobody expects it to be sent any more. */
const FRESH_MS = 24 * 60 * 60_000

/** The open page of a session, which knows more of it than the outbox. */
export interface SessionDesk {
  /** Whether a message is not to be sent yet, as an answer runs in its windows. */
  isHeld(message: OutgoingMessage): boolean
  onAccepted(message: OutgoingMessage): void
}

export interface Outbox {
  items: Readonly<ShallowRef<readonly OutgoingMessage[]>>
  post(message: NewMessage): void
  /** Gives up on a message that waits for the server, and gives its text back. */
  takeBack(clientMessageId: string): void
  /** Forgets a message that now shows among the session's own. */
  drop(clientMessageId: string): void
  /** Lets the page of a session have its say, until the returned function is called. */
  attach(sessionId: string, desk: SessionDesk): () => void
  /** Tries at once what waits. */
  wake(): void
  dispose(): void
}

/** Why a message will not be sent. `isUnsure` when the server may have it nevertheless. */
export interface GiveUpReason {
  isUnsure: boolean
  error?: unknown
}

export interface OutboxParts {
  userId: string
  send(input: MessageSendInput): Promise<SendResult>
  onGivenUp(message: OutgoingMessage, reason: GiveUpReason): void
}

/**
 * Sends messages, each under an id of its own, until the server has said that it keeps them or refuses them; those of one
 * window in their order. What was on its way when a page was left goes on in the next, and in one tab at a time.
 */
export function createOutbox({ userId, send, onGivenUp }: OutboxParts): Outbox {
  const storage = createOutboxStorage(userId)
  const waits = createWakeableWaits()
  const items = createOutboxItems(storage, waits)
  const leaving = new AbortController()
  const desks = createDesks(items)
  const { isHeld } = desks
  const parts = { items, waits, leaving: leaving.signal, send }
  const deliver = createCourier({ ...parts, isHeld, onAccepted: accept, onRefused: giveUp })

  function start(message: OutgoingMessage, isAdopted: boolean): void {
    const id = message.clientMessageId
    if (items.find(id)) return
    items.add({ ...message, state: 'sending' })
    void withLock(`chatmore.outbox.${id}`, leaving.signal, async () => {
      // Another tab may have had it, and done with it, before this one's turn.
      if (isAdopted && !storage.has(id)) items.drop(id)
      else await deliver(id)
    })
  }

  function accept(message: OutgoingMessage, { turns }: SendResult): void {
    storage.remove(message.clientMessageId)
    const news = { turns, state: 'accepted' as const, shownIn: turns.map((turn) => turn.windowId) }
    items.change(message.clientMessageId, news)
    if (!desks.tell({ ...message, ...news })) items.drop(message.clientMessageId)
  }

  function giveUp(message: OutgoingMessage, reason: GiveUpReason): void {
    items.drop(message.clientMessageId)
    onGivenUp(message, reason)
  }

  const unfollow = takeUp(storage, {
    onFresh: (message) => start(message, true),
    onOld: (message) => giveUp(message, { isUnsure: true }),
    onRemoved: items.drop,
  })

  function takeBack(id: string): void {
    const message = items.find(id)
    if (message && message.state !== 'accepted') giveUp(message, { isUnsure: true })
  }

  function post(message: NewMessage): void {
    const outgoing = toOutgoing(message, items)
    storage.put(outgoing)
    start(outgoing, false)
  }

  function dispose(): void {
    leaving.abort()
    unfollow()
    waits.end()
  }
  return {
    items: items.list,
    post,
    takeBack,
    drop: items.drop,
    attach: desks.attach,
    wake: waits.wake,
    dispose,
  }
}

interface StoredSinks {
  onFresh(message: OutgoingMessage): void
  onOld(message: OutgoingMessage): void
  onRemoved(clientMessageId: string): void
}

/** Goes on with what an earlier page left, and with what other tabs put there. */
function takeUp(storage: OutboxStorage, { onFresh, onOld, onRemoved }: StoredSinks): () => void {
  for (const message of storage.list()) {
    if (Date.now() - message.sentAt < FRESH_MS) onFresh(message)
    else onOld(message)
  }
  return storage.follow({ onPut: onFresh, onRemoved })
}

/** After all that are on their way, also where two are posted within a millisecond. */
function toOutgoing(message: NewMessage, items: OutboxItems): OutgoingMessage {
  const newest = Math.max(0, ...items.list.value.map((item) => item.sentAt))
  return { ...message, sentAt: Math.max(Date.now(), newest + 1), state: 'sending' }
}

function createDesks(items: OutboxItems) {
  const desks = new Map<string, SessionDesk>()

  function attach(sessionId: string, desk: SessionDesk): () => void {
    desks.set(sessionId, desk)
    return () => {
      if (desks.get(sessionId) !== desk) return
      desks.delete(sessionId)
      // Nobody is left to say when they show.
      for (const item of items.list.value) {
        if (item.sessionId === sessionId && item.state === 'accepted') items.drop(item.clientMessageId)
      }
    }
  }

  /** Whether anybody wanted to know. */
  function tell(message: OutgoingMessage): boolean {
    const desk = desks.get(message.sessionId)
    desk?.onAccepted(message)
    return desk !== undefined
  }

  const isHeld = (message: OutgoingMessage) => desks.get(message.sessionId)?.isHeld(message) ?? false
  return { attach, tell, isHeld }
}
