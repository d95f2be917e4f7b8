import type { WatchBatch, WatchEvent } from '../../contract/index.ts'
import type { HeldRights } from './held-rights.ts'
import { SessionFeed, type FeedParts } from './session-feed.ts'
import { parseWatchEventId, toWatchEventId } from './watch-event-id.ts'
import { Watcher } from './watcher.ts'

/** A socket that has more than this to send is left alone, in bytes. */
const MAX_BUFFERED = 1_000_000
const DRAIN_POLL_MS = 50
/** A batch with this much text is not added to, in UTF-16 units. */
const BATCH_LENGTH = 262_144

export interface WatchOptions {
  /** The id of the last event that the watcher got before it lost touch. */
  lastEventId?: string | null | undefined
  /** Whether what comes together is given as one batch, or event by event. */
  isBatched?: boolean | undefined
  signal: AbortSignal
  /** How many bytes the watcher's socket has not sent yet. */
  bufferedAmount: () => number
  /** Whether the watcher may still see the session, read afresh. */
  isAllowed: () => Promise<boolean>
}

export interface WatchedEvent {
  id: string
  event: WatchEvent | WatchBatch
}

export type WatchParts = FeedParts & { feeds: Map<string, SessionFeed>; rights: HeldRights }

/** Subscribes first, then tells everything in flight, then what changed since `lastEventId`, then what happens. */
export async function* watchSession(
  parts: WatchParts,
  sessionId: string,
  options: WatchOptions,
): AsyncGenerator<WatchedEvent, void, undefined> {
  const { clock, time } = parts
  const watcher = new Watcher(parseWatchEventId(options.lastEventId, time.now()))
  const feed = joinFeed(parts, sessionId, watcher)
  const release = closeInTime(parts, watcher, options)
  let counter = 0
  try {
    while (!watcher.isClosed) {
      if (options.bufferedAmount() > MAX_BUFFERED) {
        const cancelPoll = clock.schedule(DRAIN_POLL_MS, () => watcher.wake())
        await watcher.wait()
        cancelPoll()
        continue
      }
      const events = await feed.next(watcher, options.isBatched ? BATCH_LENGTH : 1)
      if (watcher.isClosed) return
      const event = options.isBatched && events.length > 0 ? toBatch(events) : events[0]
      if (event) yield { id: toWatchEventId(watcher.toldUntil(time.now()), (counter += 1)), event }
      else if (watcher.isEnding) return
      else await watcher.wait()
    }
  } finally {
    release()
    leaveFeed(parts, feed, watcher)
  }
}

function toBatch(events: WatchEvent[]): WatchBatch {
  return { type: 'batch', events }
}

function joinFeed(parts: WatchParts, sessionId: string, watcher: Watcher): SessionFeed {
  const feed = parts.feeds.get(sessionId) ?? new SessionFeed(parts, sessionId)
  parts.feeds.set(sessionId, feed)
  feed.join(watcher)
  return feed
}

function leaveFeed({ feeds }: WatchParts, feed: SessionFeed, watcher: Watcher): void {
  feed.leave(watcher)
  if (feed.watcherCount === 0) feeds.delete(feed.sessionId)
}

/** Closes the watcher when the signal aborts or the right to watch is lost. Returns how to leave off. */
function closeInTime({ rights }: WatchParts, watcher: Watcher, options: WatchOptions): () => void {
  const { signal, isAllowed } = options
  const close = () => watcher.close()
  const release = rights.hold({ isAllowed, close })
  signal.addEventListener('abort', close)
  if (signal.aborted) close()
  return () => {
    close()
    release()
    signal.removeEventListener('abort', close)
  }
}
