import { expect, test } from 'vitest'
import { createManualClock } from '../manual-clock.ts'
import { startWatchdog } from './watchdog.ts'

const timeouts = { connectMs: 10, firstTokenMs: 100, idleMs: 50, totalMs: 5_000_000 }
const MINUTE = 60_000

function start(totalDeadline = timeouts.totalMs, given = timeouts, isFinished?: () => boolean) {
  const clock = createManualClock()
  const expired: [string, number][] = []
  const watchdog = startWatchdog({
    clock,
    timeouts: given,
    totalDeadline,
    isFinished,
    onExpire: (expiry) => expired.push([expiry, clock.now()]),
  })
  const hearText = () => {
    watchdog.heard()
    watchdog.heardText()
  }
  return { clock, watchdog, expired, hearText }
}

test('a connection that is not made in time', () => {
  const { clock, expired } = start()
  clock.advance(9)
  expect(expired).toEqual([])
  clock.advance(1000)
  expect(expired).toEqual([['CONNECT_TIMEOUT', 10]])
})

test('a first token that does not come', () => {
  const { clock, watchdog, expired } = start()
  clock.advance(5)
  watchdog.connected()
  clock.advance(1000)
  expect(expired).toEqual([['FIRST_TOKEN_TIMEOUT', 105]])
})

test('a silence after text', () => {
  const { clock, watchdog, expired, hearText } = start()
  watchdog.connected()
  clock.advance(90)
  hearText()
  clock.advance(40)
  hearText()
  clock.advance(1000)
  expect(expired).toEqual([['IDLE_TIMEOUT', 180]])
})

test('comments keep a call alive, but for ten minutes without text at the most', () => {
  const { clock, watchdog, expired, hearText } = start(100 * MINUTE, {
    ...timeouts,
    firstTokenMs: 2 * MINUTE,
    idleMs: MINUTE,
  })
  watchdog.connected()
  const comment = (times: number) => {
    for (let count = 0; count < times; count++) {
      clock.advance(MINUTE / 2)
      watchdog.heard()
    }
  }
  comment(19)
  hearText()
  expect(expired).toEqual([])
  comment(30)
  expect(expired).toEqual([['IDLE_TIMEOUT', 19.5 * MINUTE]])
})

test('a model that may think for an hour may do so in comments too', () => {
  const { clock, watchdog, expired } = start(200 * MINUTE, { ...timeouts, firstTokenMs: 60 * MINUTE })
  watchdog.connected()
  for (let minute = 0; minute < 59; minute++) {
    clock.advance(MINUTE)
    watchdog.heard()
  }
  expect(expired).toEqual([])
  clock.advance(2 * MINUTE)
  expect(expired).toEqual([['FIRST_TOKEN_TIMEOUT', 60 * MINUTE]])
})

test('the whole call ends at its deadline, however lively it is', () => {
  const { clock, watchdog, expired, hearText } = start(200)
  watchdog.connected()
  for (let count = 0; count < 30; count++) {
    clock.advance(10)
    hearText()
  }
  expect(expired).toEqual([['TOTAL_TIMEOUT', 200]])
})

test('once the finish reason is there the rest is waited for shortly', () => {
  const { clock, watchdog, expired, hearText } = start(100 * MINUTE, { ...timeouts, idleMs: MINUTE })
  watchdog.connected()
  hearText()
  watchdog.finished()
  clock.advance(MINUTE)
  expect(expired).toEqual([['IDLE_TIMEOUT', 5000]])
})

test('who knows the finish reason by looking alone waits as shortly, from the last bytes on', () => {
  let isFinished = false
  let looks = 0
  const look = () => {
    looks += 1
    return isFinished
  }
  const { clock, watchdog, expired, hearText } = start(100 * MINUTE, { ...timeouts, idleMs: MINUTE }, look)
  watchdog.connected()
  for (let count = 0; count < 100; count++) {
    clock.advance(99)
    hearText()
  }
  expect(looks).toBe(0)
  clock.advance(12_000)
  expect(looks).toBe(2)
  isFinished = true
  hearText()
  const finishedAt = clock.now()
  clock.advance(4000)
  watchdog.heard()
  expect(expired).toEqual([])
  clock.advance(MINUTE)
  const [[expiry, at] = ['', 0]] = expired
  expect(expiry).toBe('IDLE_TIMEOUT')
  expect(at).toBeGreaterThanOrEqual(finishedAt + 9000)
  expect(at).toBeLessThan(finishedAt + 14_000)
})

test('who reads slowly is not looked after, and what has not finished may be silent as long as ever', () => {
  let isFinished = true
  const { clock, watchdog, expired, hearText } = start(
    100 * MINUTE,
    { ...timeouts, idleMs: MINUTE },
    () => isFinished,
  )
  watchdog.connected()
  hearText()
  watchdog.hold()
  clock.advance(10 * MINUTE)
  expect(expired).toEqual([])
  isFinished = false
  watchdog.release()
  clock.advance(20 * MINUTE)
  expect(expired).toEqual([['IDLE_TIMEOUT', 11 * MINUTE]])
})

test('nothing expires after the end', () => {
  const { clock, watchdog, expired } = start()
  watchdog.connected()
  watchdog.stop()
  clock.advance(100 * MINUTE)
  expect(expired).toEqual([])
})
