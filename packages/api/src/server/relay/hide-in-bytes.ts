const MASK = '[redacted]'
/** A shorter one is a word, such as stands where there is no key. */
const LEAST = 8

/**
 * Takes an endpoint's secrets out of bytes on their way to the caller, for it may write them into whatever it says. One that
 * is sent in two pieces is not seen.
 */
export function hideInBytes(hidden: readonly string[]): (bytes: Buffer) => Buffer {
  const secrets = [...new Set(hidden)].filter(({ length }) => length >= LEAST)
  return (bytes) => {
    if (!secrets.some((secret) => bytes.includes(secret))) return bytes
    // Each byte is a character, so that all else stays as it is.
    const text = bytes.toString('latin1')
    return Buffer.from(
      secrets.reduce((known, secret) => known.replaceAll(secret, MASK), text),
      'latin1',
    )
  }
}
