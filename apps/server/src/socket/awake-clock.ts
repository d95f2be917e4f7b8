/**
 * Counts milliseconds between calls, but none of a pause that is longer than `longestMs`: while the process stood still
 * it could not hear anyone, and must not hold the silence against them.
 */
export function createAwakeClock(longestMs: number, now: () => number = () => performance.now()) {
  let last = now()
  let awake = 0
  return (): number => {
    const passed = now() - last
    last += passed
    awake += Math.min(passed, longestMs)
    return awake
  }
}
