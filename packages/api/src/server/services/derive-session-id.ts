import { createHash } from 'node:crypto'

/** A ULID's own: its time, and 80 bits. */
const [TIME_LENGTH, RANDOM_LENGTH] = [10, 16]
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The id of a session that is to be made once: the same for the same, so that the table's own key decides which of several
 * that come at once makes it. Its time is that of another id.
 */
export function deriveSessionId(idOfTheTime: string, parts: string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest()
  const time = idOfTheTime.slice(0, TIME_LENGTH)
  return time + [...digest.subarray(0, RANDOM_LENGTH)].map((byte) => ALPHABET[byte % 32]).join('')
}
