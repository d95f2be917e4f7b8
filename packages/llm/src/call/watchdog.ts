import type { ChatTimeouts } from '../chat-request.ts'
import type { Clock } from '../clock.ts'

export type Expiry = 'CONNECT_TIMEOUT' | 'FIRST_TOKEN_TIMEOUT' | 'IDLE_TIMEOUT' | 'TOTAL_TIMEOUT'

/** How long comments and empty chunks alone keep a call alive. */
const KEEPALIVE_LIMIT_MS = 10 * 60_000
/** How long to wait for usage and `[DONE]` once the finish reason is there. Bytes begin it anew. */
const AFTER_FINISH_MS = 5_000

/** Watches one try of a call. Hearing something costs no timer: the one that runs looks again when it falls due. */
export interface Watchdog {
  connected(): void
  /** Bytes came. They keep the call alive, but for ten minutes without text at the most. */
  heard(): void
  /** What was just heard is text. */
  heardText(): void
  /** The endpoint has told how the answer ends. */
  finished(): void
  /** Whoever reads is slower than the endpoint: until `release`, its silence is not its own. */
  hold(): void
  release(): void
  stop(): void
}

export interface WatchdogOptions {
  clock: Clock
  timeouts: ChatTimeouts
  /** When the whole call, earlier tries included, must be over. */
  totalDeadline: number
  /** Tells whether the endpoint has told how the answer ends, for who would know it only by looking. */
  isFinished?: (() => boolean) | undefined
  onExpire(expiry: Expiry): void
}

export function startWatchdog(options: WatchdogOptions): Watchdog {
  const { clock, timeouts, totalDeadline, isFinished, onExpire } = options
  let phase = {
    expiry: 'CONNECT_TIMEOUT' as Expiry,
    limit: timeouts.connectMs,
    keepalive: timeouts.connectMs,
  }
  let heardAt = clock.now()
  let progressAt = heardAt
  let isHeld = false
  let cancel = () => undefined as void

  const deadline = () => {
    if (isHeld) return totalDeadline
    return Math.min(totalDeadline, heardAt + phase.limit, progressAt + phase.keepalive)
  }
  const mayBeFinished = () => isFinished && phase.expiry === 'IDLE_TIMEOUT' && !isHeld
  const isQuiet = () => clock.now() - heardAt >= AFTER_FINISH_MS
  const nextLook = () => {
    if (!mayBeFinished()) return deadline()
    return Math.min(deadline(), AFTER_FINISH_MS + (isQuiet() ? clock.now() : heardAt))
  }
  const arm = () => {
    cancel = clock.schedule(Math.max(0, nextLook() - clock.now()), look)
  }
  const look = () => {
    const isOver = deadline() <= clock.now() || (mayBeFinished() && isQuiet() && isFinished?.())
    if (!isOver) arm()
    else onExpire(deadline() === totalDeadline ? 'TOTAL_TIMEOUT' : phase.expiry)
  }
  const enter = (expiry: Expiry, limit: number) => {
    cancel()
    phase = { expiry, limit, keepalive: Math.max(limit, KEEPALIVE_LIMIT_MS) }
    heardAt = progressAt = clock.now()
    arm()
  }
  arm()

  return {
    connected: () => enter('FIRST_TOKEN_TIMEOUT', timeouts.firstTokenMs),
    heard() {
      heardAt = clock.now()
    },
    heardText() {
      if (phase.expiry !== 'IDLE_TIMEOUT') enter('IDLE_TIMEOUT', timeouts.idleMs)
      progressAt = heardAt
    },
    finished: () => enter('IDLE_TIMEOUT', Math.min(timeouts.idleMs, AFTER_FINISH_MS)),
    hold: () => void (isHeld = true),
    release() {
      if (!isHeld) return
      isHeld = false
      cancel()
      heardAt = progressAt = clock.now()
      arm()
    },
    stop: () => cancel(),
  }
}
