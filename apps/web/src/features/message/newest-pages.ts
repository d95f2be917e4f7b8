import type { Client } from '@chatmore/api/client'
import type { Message, Page } from '@chatmore/api/contract'

interface Asked {
  windowId: string
  signal: AbortSignal
  resolve(page: Page<Message> | Promise<Page<Message>>): void
}

/** The newest messages of a window. Rejects as the request does that they come by. */
export type ReadNewestPage = (windowId: string, signal: AbortSignal) => Promise<Page<Message>>

interface Parts {
  client: Client
  sessionId: string
  limit: number
}

/** Windows of one session that are read together, as all of them are when it is opened, are read by one request. */
export function createNewestPages({ client, sessionId, limit }: Parts): ReadNewestPage {
  let waiting: Asked[] = []

  function readAlone({ windowId, signal }: Asked): Promise<Page<Message>> {
    return client.message.list({ windowId, limit }, { signal })
  }

  function readTogether(asked: Asked[]): void {
    const signal = abortedWithAll(asked.map((each) => each.signal))
    const reading = client.message.latest({ sessionId, limit }, { signal })
    for (const each of asked) {
      const page = reading.then(({ windows }) => windows.find(({ windowId }) => windowId === each.windowId))
      // A window that was added or removed meanwhile is not among them.
      each.resolve(page.then((found) => found ?? readAlone(each)))
    }
  }

  function read(): void {
    const asked = waiting.filter(({ signal }) => !signal.aborted)
    waiting = []
    const [first, ...others] = asked
    if (others.length > 0) readTogether(asked)
    else if (first) first.resolve(readAlone(first))
  }

  return (windowId, signal) =>
    new Promise((resolve) => {
      // By a timer, since tries that were put off together begin by timers of their own.
      if (waiting.length === 0) setTimeout(read)
      waiting.push({ windowId, signal, resolve })
    })
}

/** Nobody waits any longer once everyone has turned away. */
function abortedWithAll(signals: AbortSignal[]): AbortSignal {
  const controller = new AbortController()
  const check = (): void => {
    if (signals.every((signal) => signal.aborted)) controller.abort()
  }
  for (const signal of signals) signal.addEventListener('abort', check, { once: true })
  return controller.signal
}
