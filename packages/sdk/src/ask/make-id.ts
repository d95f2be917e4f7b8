/** An id that no one else makes. Browsers have `randomUUID` on safe origins alone, and a server in the house has none. */
export function makeId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
