const MINUTE_MS = 60_000
const SECOND_MS = 1000

/** A sum of what came within the last minute, in the memory of this process. */
export interface MinuteSum {
  add(amount: number, at: number): void
  total(at: number): number
  /** 0 where less than `limit` came, else in how many milliseconds it will have been less if nothing more comes. */
  waitFor(limit: number, at: number): number
}

/** Keeps a number for each second, and each until the last of it is a minute old: never more comes in a minute than is told. */
export function createMinuteSum(): MinuteSum {
  let seconds: { endsAt: number; amount: number }[] = []

  function total(at: number): number {
    seconds = seconds.filter(({ endsAt }) => endsAt + MINUTE_MS > at)
    return seconds.reduce((sum, { amount }) => sum + amount, 0)
  }

  return {
    total,
    add(amount, at) {
      const endsAt = (Math.floor(at / SECOND_MS) + 1) * SECOND_MS
      const last = seconds.at(-1)
      if (last?.endsAt === endsAt) last.amount += amount
      else seconds.push({ endsAt, amount })
    },
    waitFor(limit, at) {
      let left = total(at)
      if (left < limit) return 0
      for (const { endsAt, amount } of seconds) {
        left -= amount
        if (left < limit) return endsAt + MINUTE_MS - at
      }
      return 0
    },
  }
}
