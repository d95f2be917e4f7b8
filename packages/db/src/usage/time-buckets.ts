/** A bucket's end is so many times its beginning: a time read back from its bucket is at most 9.1 % off. */
const BUCKETS_AN_OCTAVE = 4
/** Over a year. */
const LAST_BUCKET = 140

/** The bucket of a time in milliseconds: the first has all up to 1, each of the others what is over the one before it. */
export function toBucket(milliseconds: number): number {
  if (milliseconds <= 1) return 0
  return Math.min(LAST_BUCKET, Math.ceil(Math.log2(milliseconds) * BUCKETS_AN_OCTAVE))
}

/** The time that stands for a bucket: its middle by proportion. */
export function fromBucket(bucket: number): number {
  return bucket === 0 ? 1 : Math.round(2 ** ((bucket - 0.5) / BUCKETS_AN_OCTAVE))
}

/** How many times fell into each bucket. */
export type Buckets = Map<number, number>

export function addToBucket(buckets: Buckets, bucket: number, count: number): void {
  if (count > 0) buckets.set(bucket, (buckets.get(bucket) ?? 0) + count)
}

/** The time that the given part of all was within, by nearest rank; null where there are none. */
export function percentileOf(buckets: Buckets, part: number): number | null {
  let total = 0
  for (const count of buckets.values()) total += count
  let left = Math.ceil(total * part)
  for (const bucket of [...buckets.keys()].sort((one, other) => one - other)) {
    left -= buckets.get(bucket) ?? 0
    if (left <= 0) return fromBucket(bucket)
  }
  return null
}
