/** Counts milliseconds by fiftieths, up to twenty seconds: adding one costs nothing, and the size is fixed. */
export interface Histogram {
  add(milliseconds: number): void
  readonly count: number
  /** The value below which this share (0 to 1) lies, in milliseconds; null where there is none. */
  percentile(share: number): number | null
}

const PER_MS = 50
const BUCKETS = 20_000 * PER_MS

export function createHistogram(): Histogram {
  const buckets = new Uint32Array(BUCKETS)
  let count = 0
  return {
    add(milliseconds) {
      const bucket = Math.min(BUCKETS - 1, Math.max(0, Math.floor(milliseconds * PER_MS)))
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
      count += 1
    },
    get count() {
      return count
    },
    percentile(share) {
      if (count === 0) return null
      let left = Math.ceil(share * count)
      const bucket = buckets.findIndex((size) => (left -= size) <= 0)
      return (bucket + 0.5) / PER_MS
    },
  }
}
