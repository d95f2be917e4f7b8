import { setTimeout as delay } from 'node:timers/promises'
import { findDatabaseFault, finishRun, finishRuns, type Database, type FinishedRun } from '@chatmore/db'

type Ended = Awaited<ReturnType<typeof finishRun>>

interface WaitingEnd {
  run: FinishedRun
  resolve: (message: Ended) => void
  reject: (error: unknown) => void
}

/** So many ends of so many characters fit into one statement. */
const MOST_ENDS = 100
const MOST_CHARACTERS = 32_000

/** A write that waits, such as for a lock, holds up those after it no longer than that. */
const LONGEST_TURN_MS = 100

/**
 * Stores ends together that come in one turn of the event loop, or while others are being stored: they come in swarms, and
 * each statement costs. An end that comes alone does not wait. Each has its own outcome, as if it had been stored alone.
 */
export function createEndWriter(database: Database): (run: FinishedRun) => Promise<Ended> {
  const waiting: WaitingEnd[] = []
  let isWriting = false

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const writing = writeEnds(database, waiting.splice(0, MOST_ENDS))
      await Promise.race([writing, delay(LONGEST_TURN_MS, undefined, { ref: false })])
    }
    isWriting = false
  }

  return (run) => {
    if (countCharacters(run) > MOST_CHARACTERS) return finishRun(database, run)
    return new Promise((resolve, reject) => {
      waiting.push({ run, resolve, reject })
      if (isWriting) return
      isWriting = true
      setImmediate(() => void writeWaiting())
    })
  }
}

/** What refuses some of them, such as one odd row or a lost lease, does not keep the others. Never rejects. */
async function writeEnds(database: Database, ends: WaitingEnd[]): Promise<void> {
  try {
    const runs = ends.map(({ run }) => run)
    const messages = await finishRuns(database, runs)
    ends.forEach(({ resolve }, index) => resolve(messages[index] ?? null))
  } catch (error) {
    if (ends.length === 1 || isUnusable(error)) return ends.forEach(({ reject }) => reject(error))
    await Promise.all(ends.map(({ run, resolve, reject }) => finishRun(database, run).then(resolve, reject)))
  }
}

/** A database that is away or full takes none of them. One that is busy may hold a lock on one of them alone. */
function isUnusable(error: unknown): boolean {
  const fault = findDatabaseFault(error)
  return fault !== null && fault.kind !== 'busy'
}

function countCharacters({ content, reasoning, asked, call }: FinishedRun): number {
  return (
    content.length + reasoning.length + (asked?.systemMessage?.length ?? 0) + (call.errorDetail?.length ?? 0)
  )
}
