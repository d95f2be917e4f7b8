/** Counts what each of many has, up to a limit. */
export interface Tally {
  /** Counts one more. False where that would be too many; then it is not counted. */
  take(key: string): boolean
  release(key: string): void
}

export function createTally(most: number): Tally {
  const counts = new Map<string, number>()
  return {
    take(key) {
      const count = counts.get(key) ?? 0
      if (count < most) counts.set(key, count + 1)
      return count < most
    },
    release(key) {
      const count = counts.get(key) ?? 0
      if (count > 1) counts.set(key, count - 1)
      else counts.delete(key)
    },
  }
}
