import {
  applyWatchEvent,
  emptyWatchState,
  isInFlight,
  type Message,
  type WatchEvent,
  type WatchState,
} from '@chatmore/api/contract'
import type { TestClient } from './create-test-app.ts'

export interface Following {
  readonly state: WatchState
  readonly events: readonly WatchEvent[]
  /** Resolves with the state once it is as wanted. Rejects when the watch ends before. */
  until(isWanted: (state: WatchState) => boolean): Promise<WatchState>
  /** Resolves with the messages of these ids once none of them is in flight. */
  ended(messageIds: string[]): Promise<Message[]>
  /** Resolves with what ended the watch: an error, or null for a plain end. */
  readonly over: Promise<unknown>
  stop(): void
}

interface Waiter {
  check(): boolean
  fail(error: unknown): void
}

/** Watches a session as a program would, by the shared reducer; `note` is told of each event. Resolves when the first event has come. */
export async function followSession(
  client: TestClient,
  id: string,
  note?: (event: WatchEvent, state: WatchState) => void,
): Promise<Following> {
  let state = emptyWatchState
  const events: WatchEvent[] = []
  const waiters = new Set<Waiter>()
  const controller = new AbortController()

  function wake(): void {
    for (const waiter of waiters) if (waiter.check()) waiters.delete(waiter)
  }

  async function run(): Promise<unknown> {
    let failure: unknown = null
    try {
      for await (const event of client.session.watch({ id }, { signal: controller.signal })) {
        events.push(event)
        state = applyWatchEvent(state, event)
        note?.(event, state)
        wake()
      }
    } catch (error) {
      failure = error
    }
    for (const waiter of waiters) waiter.fail(failure ?? new Error('the watch has ended'))
    return failure
  }

  const until = (isWanted: (state: WatchState) => boolean) =>
    new Promise<WatchState>((resolve, reject) => {
      const check = () => {
        if (!isWanted(state)) return false
        resolve(state)
        return true
      }
      if (!check()) waiters.add({ check, fail: reject })
    })

  const over = run()
  await until(() => events.length > 0)
  return {
    get state() {
      return state
    },
    events,
    until,
    ended: async (messageIds) => {
      const hasEnded = (message: Message | undefined) => message !== undefined && !isInFlight(message.status)
      const { messages } = await until(({ messages }) => messageIds.every((each) => hasEnded(messages[each])))
      return messageIds.flatMap((each) => messages[each] ?? [])
    },
    over,
    stop: () => controller.abort(),
  }
}
