import type { AskEvent } from './asking.ts'
import type { Progress } from './progress.ts'
import { createChangeReader } from './read-changes.ts'

/** A loop over what happens, from the beginning on whenever it starts. `onLeave` is called when it is left before the end. */
export function iterate(progress: Progress, onLeave: () => void): AsyncIterator<AskEvent, undefined> {
  const readChanges = createChangeReader(progress)
  let ready: AskEvent[] = []
  let isOver = false

  async function next(): Promise<IteratorResult<AskEvent, undefined>> {
    while (!isOver) {
      if (ready.length === 0) ready = readChanges()
      const value = ready.shift()
      if (value) return { done: false, value }
      if (progress.outcome) {
        isOver = true
        if ('error' in progress.outcome) throw progress.outcome.error
      } else {
        await progress.changed()
      }
    }
    return { done: true, value: undefined }
  }

  return {
    next,
    return() {
      if (!isOver && !progress.outcome) onLeave()
      isOver = true
      progress.wake()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
}
