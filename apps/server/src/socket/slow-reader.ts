import type { Timings } from '../timings.ts'

/** A socket with more than this to send is handed nothing more by watches, and not read from. */
export const MAX_BUFFERED_BYTES = 1_000_000
const MUCH_BUFFERED_BYTES = 4_000_000

export interface Outgoing {
  /** What has not been sent yet. */
  bufferedBytes: number
  /** All that was ever handed over, sent or not. */
  writtenBytes: number
}

/** Whether a client keeps up, is behind, or is too far behind for too long. */
export type Reading = 'keepsUp' | 'isBehind' | 'isLost'

/**
 * Judges from time to time, in milliseconds, how a client reads. One that is a megabyte behind has to read as much in
 * `drainWithin`, and one that is far behind in `shrinkWithin`: a long answer passes, and a trickle does not.
 */
export function createReadingJudge({
  drainWithin,
  shrinkWithin,
}: Pick<Timings, 'drainWithin' | 'shrinkWithin'>) {
  let behind: { since: number; sentBytes: number } | null = null
  return (now: number, { bufferedBytes, writtenBytes }: Outgoing): Reading => {
    const sentBytes = writtenBytes - bufferedBytes
    if (bufferedBytes <= MAX_BUFFERED_BYTES) behind = null
    else if (!behind || sentBytes - behind.sentBytes >= MAX_BUFFERED_BYTES) behind = { since: now, sentBytes }
    if (!behind) return 'keepsUp'
    const within = bufferedBytes > MUCH_BUFFERED_BYTES ? shrinkWithin : drainWithin
    return now - behind.since >= within ? 'isLost' : 'isBehind'
  }
}
