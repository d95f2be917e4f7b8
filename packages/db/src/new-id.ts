import { randomFillSync } from 'node:crypto'
import { monotonicFactory } from 'ulid'

/** Asking the system for a few random bytes costs as much as asking for many. */
const pool = new Uint8Array(4096)
let used = pool.length

/** A random number from 0 to less than 1; an id takes five bits of each. */
function nextRandom(): number {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  return (pool[used++] ?? 0) / 256
}

const nextUlid = monotonicFactory(nextRandom)

/** A new ULID. Those made by one process sort in the order they were made, also within a millisecond. */
export function newId(): string {
  return nextUlid()
}
