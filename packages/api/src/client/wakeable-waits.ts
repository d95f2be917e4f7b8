export interface WakeableWaits {
  /** Lasts until the time is over, something woke all waits, the signal aborts, or the waits ended. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Ends the waits of this moment. */
  wake(): void
  /** Ends all waits, those to come too: none leaves a timer behind. */
  end(): void
}

/** Waits before another try, all ended by one call: what was out of reach may be there again. */
export function createWakeableWaits(): WakeableWaits {
  const waiting = new Set<() => void>()
  let isOver = false

  function wake(): void {
    for (const done of [...waiting]) done()
  }

  return {
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (isOver || signal?.aborted) return resolve()
        const done = () => {
          clearTimeout(timer)
          waiting.delete(done)
          signal?.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, milliseconds)
        waiting.add(done)
        signal?.addEventListener('abort', done)
      }),
    wake,
    end() {
      isOver = true
      wake()
    },
  }
}
