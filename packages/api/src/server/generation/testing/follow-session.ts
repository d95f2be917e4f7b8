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
    const events = event.type === 'batch' ? event.events : [event]
    follower.events.push(...events)
    follower.state = applyWatchEvent(follower.state, event)
    for (const messageId of events.flatMap(idsOf)) {
      const content = follower.state.messages[messageId]?.content ?? ''
      const known = texts.get(messageId) ?? []
      if (known.at(-1) !== content) texts.set(messageId, [...known, content])
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

function idsOf(event: WatchEvent): string[] {
  if (event.type === 'sync') return event.messages.map(({ id }) => id)
  if (event.type === 'message') return [event.message.id]
  return event.type === 'delta' ? [event.messageId] : []
}
