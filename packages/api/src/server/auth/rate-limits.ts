import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../errors/app-error.ts'

const MINUTE = 60

/** How many tries anyone has. By e-mail against guessing one password, by address against trying many accounts. */
const limits = {
  loginByEmail: { points: 10, duration: 15 * MINUTE },
  loginByIp: { points: 100, duration: 15 * MINUTE },
  registerByEmail: { points: 10, duration: 60 * MINUTE },
  registerByIp: { points: 100, duration: 60 * MINUTE },
} as const

export type RateLimits = ReturnType<typeof createRateLimits>

/** Counts tries in the memory of this process. */
export function createRateLimits() {
  const loginByEmail = new RateLimiterMemory(limits.loginByEmail)
  const loginByIp = new RateLimiterMemory(limits.loginByIp)
  const registerByEmail = new RateLimiterMemory(limits.registerByEmail)
  const registerByIp = new RateLimiterMemory(limits.registerByIp)
  return {
    /** Counts a try to log in before the password is looked at, so that parallel tries count too. */
    async countLogin(email: string, ip: string): Promise<void> {
      await consume(loginByIp, ip)
      await consume(loginByEmail, email)
    },
    /** A login that succeeded was no guess. */
    async forgiveLogin(email: string, ip: string): Promise<void> {
      await loginByEmail.delete(email)
      await loginByIp.reward(ip)
    },
    async countRegistration(email: string, ip: string): Promise<void> {
      await consume(registerByIp, ip)
      await consume(registerByEmail, email)
    },
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    throw new AppError('RATE_LIMITED', `too many tries: try again in ${describeWait(seconds)}`)
  }
}

function describeWait(seconds: number): string {
  return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
}
