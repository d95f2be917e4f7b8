import {
  applyWatchEvent,
  emptyWatchState,
  type WatchBatch,
  type WatchEvent,
  type WatchState,
} from '../../../contract/index.ts'
import type { Engine } from '../create-engine.ts'
import type { WatchOptions } from '../watch-session.ts'

export interface Follower {
  readonly events: WatchEvent[]
  /** How many messages its socket was sent. */
  readonly frameCount: number
  readonly lastEventId: string | undefined
  readonly state: WatchState
  /** Each text of the answer that was shown, in order. */
  shown(messageId: string): string[]
  readonly isOver: boolean
  readonly failure: unknown
  /** How much its socket has yet to send. */
  buffered: number
  isAllowed: () => Promise<boolean>
  leave(): void
}

/** Watches a session as a client does: reads whatever comes and puts it together by the contract's reducer. */
export function followSession(
  engine: Engine,
  sessionId: string,
  resume: Partial<Pick<WatchOptions, 'lastEventId' | 'isBatched'>> & { state?: WatchState } = {},
): Follower {
  const controller = new AbortController()
  const texts = new Map<string, string[]>()
  const follower = {
    events: [] as WatchEvent[],
    frameCount: 0,
    lastEventId: undefined as string | undefined,
    state: resume.state ?? emptyWatchState,
    shown: (messageId: string) => texts.get(messageId) ?? [],
    isOver: false,
    failure: undefined as unknown,
    buffered: 0,
    isAllowed: async () => true,
    leave: () => controller.abort(),
  }

  function take(event: WatchEvent | WatchBatch) {
    follower.frameCount += 1
    follower.events.push(...(event.type === 'batch' ? event.events : [event]))
    follower.state = applyWatchEvent(follower.state, event)
    for (const message of Object.values(follower.state.messages)) {
      const known = texts.get(message.id) ?? []
      if (known.at(-1) !== message.content) texts.set(message.id, [...known, message.content])
    }
  }

  async function read() {
    const watched = engine.watch(sessionId, {
      lastEventId: resume.lastEventId,
      isBatched: resume.isBatched ?? true,
      signal: controller.signal,
      bufferedAmount: () => follower.buffered,
      isAllowed: () => follower.isAllowed(),
    })
    for await (const { id, event } of watched) {
      follower.lastEventId = id
      take(event)
    }
  }

  read()
    .catch((failure: unknown) => (follower.failure = failure))
    .finally(() => (follower.isOver = true))
  return follower
}
