import { isRecord } from '../is-record.ts'

const NEW_LINE = 10
const RETURN = 13
const USAGE = Buffer.from('"usage"')
/** What tells usage alone is far shorter: of a longer line what comes is handed on as it comes. */
const MOST_HELD = 64 * 1024

/**
 * Takes the line that tells usage alone out of a stream, with the blank line behind it, for who did not ask for it. A line is
 * handed on once it is whole, and otherwise as it is to the byte.
 */
export function withholdUsage(handOn: (bytes: Buffer) => void) {
  let held: Buffer[] = []
  let heldBytes = 0
  /** Whether what comes goes on with a line that is handed on already. */
  let isInLongLine = false
  const filter = createFilter(handOn)

  function hold(bytes: Buffer): void {
    held.push(bytes)
    heldBytes += bytes.length
    if (heldBytes <= MOST_HELD) return
    isInLongLine = true
    filter.notePassedLine()
    for (const piece of release()) handOn(piece)
  }

  function release(): Buffer[] {
    const pieces = held
    held = []
    heldBytes = 0
    return pieces
  }

  /** Hands on what belongs to the long line; returns what stands behind it. */
  function endLongLine(bytes: Buffer): Buffer {
    const end = bytes.indexOf(NEW_LINE) + 1
    isInLongLine = end === 0
    handOn(isInLongLine ? bytes : bytes.subarray(0, end))
    return isInLongLine ? Buffer.alloc(0) : bytes.subarray(end)
  }

  return {
    push(given: Buffer): void {
      const bytes = isInLongLine ? endLongLine(given) : given
      // Nearly all pieces are whole lines.
      const end = bytes.at(-1) === NEW_LINE ? bytes.length : bytes.lastIndexOf(NEW_LINE) + 1
      if (end > 0) {
        const lines = end === bytes.length ? bytes : bytes.subarray(0, end)
        filter.pass(heldBytes === 0 ? lines : Buffer.concat([...release(), lines]))
      }
      if (end < bytes.length) hold(bytes.subarray(end))
    },
    end(): void {
      if (heldBytes > 0) filter.pass(Buffer.concat(release()))
    },
  }
}

/** Hands on all of the lines that it is given but what tells usage alone. */
function createFilter(handOn: (bytes: Buffer) => void) {
  /** Whether an event begins with the next line. */
  let isBetween = true
  /** Whether the event before it was taken out, so that its blank line is to be, too. */
  let isTakenOut = false

  /** Whether a line stays. */
  function take(line: Buffer): boolean {
    if (isBlank(line)) {
      const stays = !isTakenOut
      isTakenOut = false
      isBetween = true
      return stays
    }
    const stays = !tellsUsageAlone(line)
    // In an event with other lines the blank one is theirs.
    isTakenOut = !stays && isBetween
    isBetween &&= !stays
    return stays
  }

  function pass(lines: Buffer): void {
    // Nearly always there is nothing to take out.
    if (!isTakenOut && !mayTellUsage(lines)) {
      isBetween = endsBlank(lines)
      return handOn(lines)
    }
    let from = 0
    for (let at = 0; at < lines.length;) {
      const end = lines.indexOf(NEW_LINE, at) + 1 || lines.length
      if (!take(lines.subarray(at, end))) {
        if (from < at) handOn(lines.subarray(from, at))
        from = end
      }
      at = end
    }
    if (from < lines.length) handOn(from === 0 ? lines : lines.subarray(from))
  }

  return {
    pass,
    /** A line was handed on that it was not given. */
    notePassedLine(): void {
      isTakenOut = false
      isBetween = false
    },
  }
}

function isBlank(line: Buffer): boolean {
  return line[0] === NEW_LINE || (line[0] === RETURN && line[1] === NEW_LINE)
}

/** Whether the last of these lines is a blank one. */
function endsBlank(lines: Buffer): boolean {
  const before = lines.length - (lines.at(-2) === RETURN ? 3 : 2)
  return lines.at(-1) === NEW_LINE && (before < 0 || lines[before] === NEW_LINE)
}

/** Many endpoints have a usage of null in all chunks but one. */
function mayTellUsage(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(USAGE); at >= 0; at = bytes.indexOf(USAGE, at)) {
    at += USAGE.length
    if (!isNull(bytes, at)) return true
  }
  return false
}

/** Whether `:null` follows. */
function isNull(bytes: Buffer, from: number): boolean {
  let at = from
  while (bytes[at] === 32 || bytes[at] === 58) at += 1
  return bytes[at] === 110
}

function tellsUsageAlone(line: Buffer): boolean {
  if (!mayTellUsage(line)) return false
  const text = line.toString('utf8').trim()
  if (!text.startsWith('data:') || !/"choices"\s*:\s*\[\s*\]/.test(text)) return false
  try {
    const chunk: unknown = JSON.parse(text.slice('data:'.length))
    return isRecord(chunk) && isRecord(chunk.usage) && isEmpty(chunk.choices)
  } catch {
    return false
  }
}

function isEmpty(choices: unknown): boolean {
  return Array.isArray(choices) && choices.length === 0
}
