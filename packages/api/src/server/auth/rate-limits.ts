import { AppError } from '../errors/app-error.ts'
import { createTryCounter, type TryCounter } from './try-counter.ts'

const MINUTE_MS = 60_000
const MAX_KEYS = 50_000

/** How many tries anyone has. By e-mail against guessing one password, by address against trying many accounts. */
const limits = {
  loginByEmail: { tries: 10, withinMs: 15 * MINUTE_MS },
  loginByNetwork: { tries: 100, withinMs: 15 * MINUTE_MS },
  registerByEmail: { tries: 10, withinMs: 60 * MINUTE_MS },
  registerByNetwork: { tries: 100, withinMs: 60 * MINUTE_MS },
} as const

export type RateLimits = ReturnType<typeof createRateLimits>

/** Counts tries in the memory of this process. A network is what `toNetwork` makes of an address. */
export function createRateLimits(now: () => number = () => performance.now()) {
  const count = (name: keyof typeof limits) => createTryCounter({ ...limits[name], maxKeys: MAX_KEYS, now })
  const loginByEmail = count('loginByEmail')
  const loginByNetwork = count('loginByNetwork')
  const registerByEmail = count('registerByEmail')
  const registerByNetwork = count('registerByNetwork')
  return {
    /** Counts a try to log in before the password is looked at, so that parallel tries count too. */
    countLogin(email: string, network: string): void {
      consume(loginByNetwork, network)
      consume(loginByEmail, email)
    },
    /** A login that succeeded was no guess. */
    forgiveLogin(email: string, network: string): void {
      loginByEmail.forget(email)
      loginByNetwork.takeBack(network)
    },
    countRegistration(email: string, network: string): void {
      consume(registerByNetwork, network)
      consume(registerByEmail, email)
    },
  }
}

function consume(counter: TryCounter, key: string): void {
  const retryAfterMs = counter.count(key)
  if (retryAfterMs === 0) return
  const message = `too many tries: try again in ${describeWait(Math.ceil(retryAfterMs / 1000))}`
  throw new AppError('RATE_LIMITED', message, { retryAfterMs })
}

function describeWait(seconds: number): string {
  if (seconds === 1) return 'a second'
  return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
}
