import { findDatabaseFault, type LooseCall } from '@chatmore/db'
import { describeError } from '../errors/describe-error.ts'
import { keepTrying } from '../generation/keep-trying.ts'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'

/** So many calls, or so many bytes of what they sent and answered, are written at once. */
const MOST_AT_ONCE = { calls: 200, bytes: 2 * 1024 * 1024 }
/** A call waits no longer than this for others to be written with. */
const LONGEST_WAIT_MS = 100
/** So much waits at most while the database takes none: then no call begins that would be one more. */
const MOST_WAITING = { calls: 2000, bytes: 64 * 1024 * 1024 }

export interface CallLogParts {
  /** Writes each of them once, however often it is asked to, or none of them. */
  write(calls: LooseCall[]): Promise<void>
  log: Log
  clock: Clock
}

/** Where calls go that write no answer, once they have ended: into the database in the background, many at a time. */
export interface CallLog {
  add(call: LooseCall): void
  /** Resolves once all that was added until now is written, or cannot be. */
  flush(): Promise<void>
  /** Null where there is room for another call; else resolves once there may be. */
  room(): Promise<void> | null
  /** From now on what cannot be written is not waited for. Resolves as `flush` does. */
  close(): Promise<void>
}

export function createCallLog({ clock, ...parts }: CallLogParts): CallLog {
  const closing = new AbortController()
  const queue = createQueue()
  const write = createCarefulWriter({ clock, ...parts }, closing.signal)
  let cancelTimer: (() => void) | null = null
  let isWriting = false
  const counts = { added: 0, done: 0 }
  let watchers: { from: number; resolve: () => void }[] = []

  async function start(): Promise<void> {
    cancelTimer?.()
    cancelTimer = null
    if (isWriting) return
    isWriting = true
    for (let some = queue.take(); some.length > 0; some = queue.take()) {
      await write(some)
      counts.done += some.length
      for (const { from, resolve } of watchers) if (from <= counts.done) resolve()
      watchers = watchers.filter(({ from }) => from > counts.done)
    }
    isWriting = false
  }

  /** Resolves once so many have been written, or could not be. */
  function whenDone(from: number): Promise<void> {
    if (counts.done >= from) return Promise.resolve()
    void start()
    return new Promise((resolve) => watchers.push({ from, resolve }))
  }

  return {
    add(call) {
      queue.add(call)
      counts.added += 1
      if (queue.isAtLeast(MOST_AT_ONCE)) void start()
      else if (!isWriting) cancelTimer ??= clock.schedule(LONGEST_WAIT_MS, () => void start())
    },
    flush: () => whenDone(counts.added),
    room: () => (queue.isAtLeast(MOST_WAITING) ? whenDone(counts.done + 1) : null),
    close() {
      closing.abort()
      return whenDone(counts.added)
    },
  }
}

/** What waits, in the order in which it ended. */
function createQueue() {
  const waiting: LooseCall[] = []
  let waitingBytes = 0
  return {
    add(call: LooseCall): void {
      waiting.push(call)
      waitingBytes += countBytes(call)
    },
    /** As many as are written at once; one is, however long it is. */
    take(): LooseCall[] {
      let bytes = 0
      const end = waiting.findIndex((call, at) => {
        bytes += countBytes(call)
        return at > 0 && (at === MOST_AT_ONCE.calls || bytes > MOST_AT_ONCE.bytes)
      })
      const some = waiting.splice(0, end < 0 ? waiting.length : end)
      for (const call of some) waitingBytes -= countBytes(call)
      return some
    },
    isAtLeast: ({ calls, bytes }: typeof MOST_WAITING) => waiting.length >= calls || waitingBytes >= bytes,
  }
}

/**
 * A database that is away is waited for as long as the server runs, and what refuses one of the calls, such as an odd row, does
 * not keep the others. Never rejects.
 */
function createCarefulWriter({ write, log, clock }: CallLogParts, signal: AbortSignal) {
  async function writeAll(calls: LooseCall[]): Promise<void> {
    const failure = await tryToWrite(calls)
    if (failure === null) return
    const middle = calls.length >> 1
    if (middle > 0 && findDatabaseFault(failure) === null) {
      await writeAll(calls.slice(0, middle))
      return writeAll(calls.slice(middle))
    }
    const sources = [...new Set(calls.map(({ source }) => source))]
    const told = { calls: calls.length, sources, error: describeError(failure) }
    log.error(told, 'calls could not be put into the log')
  }

  /** Resolves with what is wrong with the calls, if anything is, or what last was with the database. */
  function tryToWrite(calls: LooseCall[]): Promise<unknown> {
    const attempt = () =>
      write(calls).then(
        () => null,
        (failure: unknown) => {
          if (findDatabaseFault(failure) !== null) throw failure
          return failure
        },
      )
    const onFailure = (failure: unknown) =>
      log.warn({ calls: calls.length, error: describeError(failure) }, 'the call log waits for the database')
    const patience = { clock, withinMs: Infinity, signal, onFailure }
    return keepTrying(attempt, patience).catch((failure: unknown) => failure)
  }

  return writeAll
}

function countBytes({ call: { bodies, errorDetail } }: LooseCall): number {
  const kept = (bodies?.request?.length ?? 0) + (bodies?.answer?.length ?? 0)
  return 500 + kept + (errorDetail?.length ?? 0)
}
