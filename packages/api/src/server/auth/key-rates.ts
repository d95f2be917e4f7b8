import { AppError } from '../errors/app-error.ts'
import type { UsedKey } from './authenticate.ts'
import { createMinuteSum, type MinuteSum } from './minute-sum.ts'

const FORGET_EVERY_MS = 60_000

interface Spent {
  requests: MinuteSum
  tokens: MinuteSum
}

export type KeyRates = ReturnType<typeof createKeyRates>

/** Counts what is asked for with API keys that have a limit, and the tokens that they use, in the memory of this process. */
export function createKeyRates(now: () => number) {
  const spent = new Map<string, Spent>()
  let forgottenAt = 0

  function forgetQuiet(at: number): void {
    if (at - forgottenAt < FORGET_EVERY_MS) return
    forgottenAt = at
    for (const [id, { requests, tokens }] of spent) {
      if (requests.total(at) === 0 && tokens.total(at) === 0) spent.delete(id)
    }
  }

  function get(id: string): Spent {
    const known = spent.get(id) ?? { requests: createMinuteSum(), tokens: createMinuteSum() }
    spent.set(id, known)
    return known
  }

  return {
    /** Counts a request. Throws RATE_LIMITED where the key has had its requests or its tokens of the minute. */
    count({ id, requestsPerMinute, tokensPerMinute }: UsedKey): void {
      if (requestsPerMinute === null && tokensPerMinute === null) return
      const at = now()
      forgetQuiet(at)
      const { requests, tokens } = get(id)
      refuseOver(requestsPerMinute, 'requests', requests.waitFor(requestsPerMinute ?? Infinity, at))
      refuseOver(tokensPerMinute, 'tokens', tokens.waitFor(tokensPerMinute ?? Infinity, at))
      requests.add(1, at)
    },
    /** Tokens count once they are used: what runs goes on, the next request waits. */
    noteTokens({ id, tokensPerMinute }: UsedKey, amount: number): void {
      if (tokensPerMinute !== null && amount > 0) get(id).tokens.add(amount, now())
    },
  }
}

function refuseOver(limit: number | null, what: string, retryAfterMs: number): void {
  if (limit === null || retryAfterMs === 0) return
  const most = `${limit.toLocaleString('en')} ${limit === 1 ? what.slice(0, -1) : what} a minute`
  const seconds = Math.ceil(retryAfterMs / 1000)
  const wait = seconds === 1 ? 'a second' : `${seconds} seconds`
  throw new AppError('RATE_LIMITED', `this API key may use ${most}: try again in ${wait}`, { retryAfterMs })
}
