const GAP = Buffer.from('\n\n')
const WIDE_GAP = Buffer.from('\r\n\r\n')
const USAGE = Buffer.from('"usage"')
const NO_CHOICES = /"choices"\s*:\s*\[\s*\]/
const TELLS_USAGE = /"usage"\s*:\s*\{/

/**
 * Takes the event that tells usage alone out of a stream, for who did not ask for it. An event is handed on once it is
 * whole, and otherwise as it is to the byte.
 */
export function withholdUsage(handOn: (bytes: Buffer) => void) {
  let rest: Buffer = Buffer.alloc(0)
  return {
    push(bytes: Buffer): void {
      const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
      const end = endsEvent(all) ? all.length : findEnd(all)
      rest = all.subarray(end)
      const whole = end === all.length ? all : all.subarray(0, end)
      // Nearly always there is nothing to take out.
      if (end === 0) return
      if (!whole.includes(USAGE)) return handOn(whole)
      for (const event of splitEvents(whole)) if (!tellsUsageAlone(event)) handOn(event)
    },
    end(): void {
      if (rest.length > 0 && !tellsUsageAlone(rest)) handOn(rest)
      rest = Buffer.alloc(0)
    },
  }
}

/** Nearly all pieces are whole events. */
function endsEvent(bytes: Buffer): boolean {
  const { length } = bytes
  return length > 1 && bytes[length - 1] === 10 && bytes[length - 2] === 10
}

/** Where the last whole event ends. */
function findEnd(bytes: Buffer): number {
  const narrow = bytes.lastIndexOf(GAP)
  const wide = bytes.lastIndexOf(WIDE_GAP)
  return Math.max(narrow < 0 ? 0 : narrow + GAP.length, wide < 0 ? 0 : wide + WIDE_GAP.length)
}

function splitEvents(bytes: Buffer): Buffer[] {
  const events: Buffer[] = []
  let from = 0
  while (from < bytes.length) {
    const end = findFirstEnd(bytes, from)
    events.push(bytes.subarray(from, end))
    from = end
  }
  return events
}

function findFirstEnd(bytes: Buffer, from: number): number {
  const ends = [GAP, WIDE_GAP].flatMap((gap) => {
    const at = bytes.indexOf(gap, from)
    return at < 0 ? [] : [at + gap.length]
  })
  return Math.min(bytes.length, ...ends)
}

function tellsUsageAlone(event: Buffer): boolean {
  const text = event.toString('utf8')
  return TELLS_USAGE.test(text) && NO_CHOICES.test(text)
}
