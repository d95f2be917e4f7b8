export interface TryCounterOptions {
  /** How many tries a key has within the time. */
  tries: number
  withinMs: number
  /** Of more keys than this the oldest are forgotten, so that nobody can fill the memory. */
  maxKeys: number
  now: () => number
}

export interface TryCounter {
  /** Counts a try. The answer is 0, or for how many milliseconds to wait where there were too many. */
  count(key: string): number
  /** Takes the last try back. */
  takeBack(key: string): void
  forget(key: string): void
  readonly size: number
}

interface Tries {
  count: number
  until: number
}

/** Counts tries by key in the memory of this process, from a key's first try for a fixed time. */
export function createTryCounter({ tries, withinMs, maxKeys, now }: TryCounterOptions): TryCounter {
  // In the order of first tries, which is that of running out.
  const counted = new Map<string, Tries>()

  function forgetOld(at: number): void {
    for (const [key, { until }] of counted) {
      if (until > at && counted.size < maxKeys) return
      counted.delete(key)
    }
  }

  function start(key: string, at: number): Tries {
    forgetOld(at)
    const fresh = { count: 0, until: at + withinMs }
    counted.delete(key)
    counted.set(key, fresh)
    return fresh
  }

  return {
    count(key) {
      const at = now()
      const known = counted.get(key)
      const current = known && known.until > at ? known : start(key, at)
      if (current.count >= tries) return Math.ceil(current.until - at)
      current.count += 1
      return 0
    },
    takeBack(key) {
      const current = counted.get(key)
      if (current && current.count > 0) current.count -= 1
    },
    forget: (key) => void counted.delete(key),
    get size() {
      return counted.size
    },
  }
}
