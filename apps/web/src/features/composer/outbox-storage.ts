import type { OutgoingMessage } from './outgoing-message.ts'

const PREFIX = 'chatmore.outbox.'

export interface OutboxStorage {
  /** What was on its way when the page was left, in order. */
  list(): OutgoingMessage[]
  has(clientMessageId: string): boolean
  put(message: OutgoingMessage): void
  remove(clientMessageId: string): void
  /** Tells what another tab put in or took out; the returned function ends that. */
  follow(react: {
    onPut(message: OutgoingMessage): void
    onRemoved(clientMessageId: string): void
  }): () => void
}

/** The outbox of one user in this browser. Each message has a key of its own, so that tabs do not undo each other's. */
export function createOutboxStorage(userId: string): OutboxStorage {
  const prefix = `${PREFIX}${userId}.`
  const toKey = (clientMessageId: string) => prefix + clientMessageId

  function list(): OutgoingMessage[] {
    const messages = Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => parse(localStorage.getItem(key)))
    return messages.filter((message) => message !== null).sort((one, other) => one.sentAt - other.sentAt)
  }

  return {
    list: () => orElse(list, []),
    has: (clientMessageId) => orElse(() => localStorage.getItem(toKey(clientMessageId)) !== null, false),
    put: (message) =>
      orElse(() => localStorage.setItem(toKey(message.clientMessageId), JSON.stringify(message)), undefined),
    remove: (clientMessageId) => orElse(() => localStorage.removeItem(toKey(clientMessageId)), undefined),
    follow({ onPut, onRemoved }) {
      const leaving = new AbortController()
      const onStorage = ({ key, newValue }: StorageEvent) => {
        if (!key?.startsWith(prefix)) return
        const message = parse(newValue)
        if (message) onPut(message)
        else onRemoved(key.slice(prefix.length))
      }
      window.addEventListener('storage', onStorage, { signal: leaving.signal })
      return () => leaving.abort()
    },
  }
}

/** The browser's storage may be full or switched off: then what is on its way lives as long as the page. */
function orElse<Value>(work: () => Value, otherwise: Value): Value {
  try {
    return work()
  } catch {
    return otherwise
  }
}

function parse(text: string | null): OutgoingMessage | null {
  const value: unknown = orElse(() => JSON.parse(text ?? 'null') as unknown, null)
  return isOutgoing(value) ? value : null
}

function isOutgoing(value: unknown): value is OutgoingMessage {
  const item = value as Partial<OutgoingMessage> | null
  return (
    typeof item?.clientMessageId === 'string' &&
    typeof item.sessionId === 'string' &&
    typeof item.content === 'string' &&
    typeof item.draftKey === 'string' &&
    typeof item.sentAt === 'number' &&
    Array.isArray(item.shownIn)
  )
}
