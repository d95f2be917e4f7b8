import type { StandingRow } from '@chatmore/api/contract'

const FEWEST_VOTES = 10
const WIDEST = 0.5

/** Whether a place says little: few votes, or an interval of half of all there is. */
export function isUncertain({ votes, low, high }: StandingRow): boolean {
  return votes < FEWEST_VOTES || high - low > WIDEST
}
