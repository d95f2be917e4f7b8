const KEPT_MS = 1000
const MOST = 2000

/** What was read a moment ago, for those who come one after the other and ask for the same. */
export interface ShortMemory {
  /** Reads it, or gives what was read within the last second, unless something may have changed since. What is null is read again. */
  recall<T>(name: string, read: () => Promise<T>): Promise<T>
  /** Something may have changed: all is read anew from now on. */
  forget(): void
}

export function createShortMemory(now: () => number): ShortMemory {
  let known = new Map<string, { readAt: number; value: Promise<unknown> }>()

  return {
    recall<T>(name: string, read: () => Promise<T>): Promise<T> {
      const found = known.get(name)
      if (found && now() - found.readAt < KEPT_MS) return found.value as Promise<T>
      if (known.size >= MOST) known = new Map()
      const place = known
      const value = read()
      place.set(name, { readAt: now(), value })
      const drop = () => void (place.get(name)?.value === value && place.delete(name))
      value.then((result) => result === null && drop(), drop)
      return value
    },
    // Whoever reads just now may have missed the change, and keeps what they read to themselves.
    forget: () => void (known = new Map()),
  }
}
