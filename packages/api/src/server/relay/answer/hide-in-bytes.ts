const MASK = Buffer.from('[redacted]')
/** A shorter one is a word, such as stands where there is no key. */
const LEAST = 8

export interface HiddenInBytes {
  /** What may go on of what has come: all of it but an end that may be the beginning of a secret. */
  push(bytes: Buffer): Buffer
  /** What was kept back, once nothing more comes. */
  end(): Buffer
}

const nothing = Buffer.alloc(0)

/**
 * Takes an endpoint's secrets out of bytes on their way to the caller, for it may write them into whatever it says, in
 * however many pieces. All other bytes stay as they are, and none waits that cannot be the beginning of a secret.
 */
export function hideInBytes(hidden: readonly string[]): HiddenInBytes {
  const secrets = toSecrets(hidden)
  let kept: Buffer = nothing

  function hide(bytes: Buffer, isEnd: boolean): Buffer {
    const pieces: Buffer[] = []
    let from = 0
    for (;;) {
      const found = findFirst(secrets, bytes, { from, isEnd })
      if (found === null) break
      pieces.push(bytes.subarray(from, found.at))
      if (found.length === null) {
        // The caller of `push` may reuse what it gave.
        kept = Buffer.from(bytes.subarray(found.at))
        return Buffer.concat(pieces)
      }
      pieces.push(MASK)
      from = found.at + found.length
    }
    kept = nothing
    if (from === 0) return bytes
    return Buffer.concat([...pieces, bytes.subarray(from)])
  }

  return {
    push(bytes) {
      if (secrets.length === 0) return bytes
      return hide(kept.length > 0 ? Buffer.concat([kept, bytes]) : bytes, false)
    },
    end: () => (kept.length > 0 ? hide(kept, true) : nothing),
  }
}

/** As they are, as in an address, and as in JSON, where a quote, a backslash or a slash may be escaped; the longest first. */
function toSecrets(hidden: readonly string[]): Buffer[] {
  const written = hidden
    .filter(({ length }) => length >= LEAST)
    .flatMap((secret) => {
      const escaped = JSON.stringify(secret).slice(1, -1)
      return [secret, encodeURIComponent(secret), escaped, escaped.replaceAll('/', '\\/')]
    })
  return [...new Set(written)]
    .map((text) => Buffer.from(text))
    .sort((one, other) => other.length - one.length)
}

interface Found {
  at: number
  /** Null where the bytes end within what may be a secret. */
  length: number | null
}

/** The first secret in the bytes, or the first place from which on they may be the beginning of one. */
function findFirst(
  secrets: readonly Buffer[],
  bytes: Buffer,
  { from, isEnd }: { from: number; isEnd: boolean },
): Found | null {
  let first: Found | null = null
  for (const secret of secrets) {
    const at = bytes.indexOf(secret, from)
    if (at >= 0 && (first === null || at < first.at)) first = { at, length: secret.length }
    const begun = isEnd ? -1 : findBeginning(secret, bytes, from)
    if (begun >= 0 && (first === null || begun <= first.at)) first = { at: begun, length: null }
  }
  return first
}

/** Where the bytes end with the beginning of a secret, the longest that they may be; -1 where they do not. */
function findBeginning(secret: Buffer, bytes: Buffer, from: number): number {
  const head = secret.readUInt8(0)
  let at = bytes.indexOf(head, Math.max(from, bytes.length - secret.length + 1))
  while (at >= 0) {
    if (bytes.compare(secret, 0, bytes.length - at, at) === 0) return at
    at = bytes.indexOf(head, at + 1)
  }
  return -1
}
