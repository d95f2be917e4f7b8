import type { AppErrorCode, WatchBatch } from '../contract/index.ts'
import { createEventQueue } from './event-queue.ts'
import { parseAppError } from './parse-app-error.ts'
import { retryDelay } from './retry-delay.ts'

/** After these another try would be answered the same. */
const finalCodes: ReadonlySet<AppErrorCode> = new Set([
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'INVALID_INPUT',
])

export interface SubscriptionObserver {
  onData(value: unknown): void
  onError(error: unknown): void
  onComplete(): void
}

export interface ResumableOptions {
  /** Opens the subscription, from after `lastEventId` where there is one. */
  open(lastEventId: string | undefined, observer: SubscriptionObserver): { unsubscribe(): void }
  signal: AbortSignal | undefined
  /** Calls back after so many milliseconds; the returned function cancels. Given by tests, which do not wait. */
  schedule?: (delayMs: number, callback: () => void) => () => void
}

/**
 * Loops over a subscription's events without their envelopes and batches. A lost socket is mended by tRPC; an error from
 * the server ends a tRPC subscription for good, so it is opened anew here, after the last event that came.
 */
export function subscribeResumably<Event>(options: ResumableOptions): AsyncIterable<Event> {
  return { [Symbol.asyncIterator]: () => follow<Event>(options)[Symbol.asyncIterator]() }
}

function follow<Event>({ open, signal, schedule = defaultSchedule }: ResumableOptions): AsyncIterable<Event> {
  let lastEventId: string | undefined
  let attempt = 0
  let leave = () => {}
  const abort = () => queue.end()
  const queue = createEventQueue<Event>(() => {
    signal?.removeEventListener('abort', abort)
    leave()
  })

  function retry(): void {
    leave = schedule(retryDelay(attempt++), subscribe)
  }

  function subscribe(): void {
    let isOver = false
    const once = (react: () => void) => () => {
      if (isOver) return
      isOver = true
      react()
    }
    const subscription = open(lastEventId, {
      onData(value) {
        const { id, data } = value as { id: string; data: Event | WatchBatch }
        lastEventId = id
        attempt = 0
        for (const event of isBatch(data) ? data.events : [data]) queue.push(event as Event)
      },
      onError: (error) => once(() => (isFinal(error) ? queue.end({ error }) : retry()))(),
      onComplete: once(retry),
    })
    if (!isOver) leave = once(() => subscription.unsubscribe())
  }

  if (signal?.aborted) queue.end()
  else subscribe()
  signal?.addEventListener('abort', abort, { once: true })
  return queue
}

/** The id of a batch stands for all its events: a subscription goes on after the last of them. */
function isBatch(data: unknown): data is WatchBatch {
  return (data as Partial<WatchBatch> | null)?.type === 'batch'
}

function isFinal(error: unknown): boolean {
  const code = parseAppError(error)?.code
  return code !== undefined && finalCodes.has(code)
}

function defaultSchedule(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs)
  return () => clearTimeout(timer)
}
