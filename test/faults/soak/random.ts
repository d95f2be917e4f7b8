/** Draws that are the same for the same seed. */
export interface Random {
  /** A whole number, both ends included. */
  between(low: number, high: number): number
  pick<Thing>(things: readonly Thing[]): Thing
  /** True in so many of a hundred draws. */
  chance(percent: number): boolean
}

/** Mulberry32: small, quick, and random enough to choose faults. */
export function createRandom(seed: number): Random {
  let state = seed
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    between,
    pick: (things) => things[between(0, things.length - 1)] as (typeof things)[number],
    chance: (percent) => next() * 100 < percent,
  }
}
