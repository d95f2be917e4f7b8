import { StringDecoder } from 'node:string_decoder'

const PAGE_BYTES = 16 * 1024
/** So much of an answer is kept for the log at most, if the log keeps as much. */
const MOST_KEPT = 1024 * 1024
const CLOSING_BRACE = 125
const GAP = Buffer.from('\n\n')

export interface PagesOptions {
  /** Is given all bytes in order, many events at a time where it can wait. The bytes are its own until it returns. */
  hear(bytes: Buffer): void
  /** Whether it cannot: each piece is then heard as it comes. */
  isUrgent(): boolean
}

/**
 * Keeps the bytes of an answer and has them heard page by page: what is read while they pass makes them late, and many events
 * together are read at a fraction of what each costs alone. What may tell of the end is heard at once.
 */
export function hearInPages({ hear, isUrgent }: PagesOptions) {
  const kept: Buffer[] = []
  let page = Buffer.allocUnsafeSlow(PAGE_BYTES)
  let written = 0
  let heard = 0
  let isFull = false
  let keptBytes = 0

  function hearUntil(end: number): void {
    const from = heard
    heard = end
    if (from < end) hear(page.subarray(from, end))
  }

  /** An event that is cut goes to the next page whole: whoever heard its beginning would hold the page's text in memory. */
  function turn(): void {
    const gap = page.lastIndexOf(GAP)
    const end = gap < heard ? PAGE_BYTES : gap + GAP.length
    hearUntil(end)
    const rest = page.subarray(end)
    if (!isFull) {
      kept.push(page.subarray(0, end))
      keptBytes += end
      isFull = keptBytes >= MOST_KEPT
      page = Buffer.allocUnsafeSlow(PAGE_BYTES)
    }
    page.set(rest)
    written = rest.length
    heard = 0
  }

  const hearAll = () => hearUntil(written)

  return {
    push(bytes: Buffer): void {
      let rest = bytes
      while (rest.length > PAGE_BYTES - written) {
        const room = PAGE_BYTES - written
        page.set(rest.subarray(0, room), written)
        rest = rest.subarray(room)
        turn()
      }
      page.set(rest, written)
      written += rest.length
      if (isUrgent() || mayEnd(bytes)) hearAll()
    },
    hearAll,
    /** The beginning, as it came. */
    text(): string {
      const decoder = new StringDecoder('utf8')
      const pages = isFull ? kept : [...kept, page.subarray(0, written)]
      // In one piece it would be copied once more.
      return pages.map((each) => decoder.write(each)).join('') + decoder.end()
    },
  }
}

/** Nearly all pieces are whole events of JSON. */
function mayEnd(bytes: Buffer): boolean {
  let at = bytes.length - 1
  while (at >= 0 && (bytes[at] === 10 || bytes[at] === 13)) at -= 1
  return bytes[at] !== CLOSING_BRACE
}
