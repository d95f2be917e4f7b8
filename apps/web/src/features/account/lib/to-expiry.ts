/** How long a new key is to be valid, in days; never ends without a number. */
export type Validity = 'never' | '30' | '90' | '365'

const DAY_MS = 86_400_000

/** When a key that is made at `now` ends. */
export function toExpiry(validity: Validity, now: Date): string | null {
  return validity === 'never' ? null : new Date(now.getTime() + Number(validity) * DAY_MS).toISOString()
}
