import type { MessageSendInput, SendResult } from '@chatmore/api/contract'
import { shallowRef, type ShallowRef } from 'vue'
import { toAppError } from '../../shared/api/to-app-error.ts'
import { isWorthRetrying, toRetryDelay } from './lib/is-worth-retrying.ts'
import { readOutbox, storeOutbox } from './outbox-storage.ts'
import type { OutgoingMessage } from './outgoing-message.ts'

/** What lay longer than this is given back as a draft when the session is opened again. */
const FRESH_MS = 10 * 60_000

export interface Outbox {
  items: Readonly<ShallowRef<readonly OutgoingMessage[]>>
  post(message: Omit<OutgoingMessage, 'sentAt' | 'state'>): void
  /** Gives up on a message that waits for the server, and gives its text back. */
  takeBack(clientMessageId: string): void
  /** Forgets a message that now shows among the session's own. */
  drop(clientMessageId: string): void
  /** Goes on with what was on its way when the page was left. */
  resume(): void
  dispose(): void
}

export interface OutboxParts {
  sessionId: string
  send(input: MessageSendInput): Promise<SendResult>
  onAccepted(message: OutgoingMessage): void
  /** It will not be sent. `isUnsure` when the server may have it nevertheless. */
  onGivenUp(message: OutgoingMessage, reason: { isUnsure: boolean; error?: unknown }): void
}

/** Sends messages, each under an id of its own, until the server has said that it keeps them or refuses them. */
export function createOutbox({ sessionId, send, onAccepted, onGivenUp }: OutboxParts): Outbox {
  const items = shallowRef<readonly OutgoingMessage[]>([])
  const leaving = new AbortController()

  function set(next: readonly OutgoingMessage[]): void {
    items.value = next
    storeOutbox(sessionId, next)
  }

  function find(id: string): OutgoingMessage | undefined {
    return items.value.find((item) => item.clientMessageId === id)
  }

  function change(id: string, patch: Partial<OutgoingMessage>): void {
    set(items.value.map((item) => (item.clientMessageId === id ? { ...item, ...patch } : item)))
  }

  function drop(id: string): void {
    set(items.value.filter((item) => item.clientMessageId !== id))
  }

  function add(message: OutgoingMessage): void {
    set([...items.value, message])
    void deliver(message.clientMessageId)
  }

  async function deliver(id: string): Promise<void> {
    for (let attempt = 0; !leaving.signal.aborted; attempt++) {
      const message = find(id)
      if (!message) return
      try {
        const { turns } = await send(toInput(sessionId, message))
        change(id, { state: 'accepted', turns })
        return onAccepted({ ...message, turns })
      } catch (error) {
        if (!isWorthRetrying(toAppError(error))) return refuse(id, error)
      }
      change(id, { state: 'waiting' })
      await waitToRetry(toRetryDelay(attempt), leaving.signal)
    }
  }

  function refuse(id: string, error: unknown): void {
    const message = find(id)
    drop(id)
    if (message) onGivenUp(message, { isUnsure: false, error })
  }

  function takeBack(id: string): void {
    const message = find(id)
    if (!message || message.state === 'accepted') return
    drop(id)
    onGivenUp(message, { isUnsure: true })
  }

  return {
    items,
    post: (message) => add({ ...message, sentAt: Date.now(), state: 'sending' }),
    takeBack,
    drop,
    resume() {
      for (const message of readOutbox(sessionId)) {
        if (Date.now() - message.sentAt < FRESH_MS) add({ ...message, state: 'sending' })
        else onGivenUp(message, { isUnsure: true })
      }
    },
    dispose: () => leaving.abort(),
  }
}

function toInput(
  sessionId: string,
  { content, clientMessageId, windowIds }: OutgoingMessage,
): MessageSendInput {
  return { sessionId, content, clientMessageId, ...(windowIds ? { windowIds } : {}) }
}

/** Until the time is over, or the browser is online again. */
function waitToRetry(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController()
    const done = () => {
      clearTimeout(timer)
      over.abort()
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    window.addEventListener('online', done, { signal: over.signal })
    signal.addEventListener('abort', done, { signal: over.signal })
  })
}
