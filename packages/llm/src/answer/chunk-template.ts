import type { DeltaChannel } from '../completion.ts'
import { readPlainText } from './read-plain-text.ts'

/** A chunk with a hole where its text stands: nearly all chunks of a stream differ in nothing else. */
export interface ChunkTemplate {
  channel: DeltaChannel
  /** The event up to the text, and from the text to its blank line, quotes included. */
  before: string
  after: string
}

/** The texts of all events from one place on that fit a template, and where they end. */
export interface TemplateRun {
  text: string
  end: number
}

/** What stands for itself in a JSON string: no quote, no backslash, no control character. */
const PLAIN = /[ !#-[\]-\uffff]+/y

/**
 * Makes a template of a chunk that was parsed. That the hole is where the text comes from is tried out, so that what
 * fits the template parses to the same chunk with another text, whatever else it has and in whatever order.
 */
export function learnTemplate(data: string, chunk: unknown): ChunkTemplate | null {
  const plain = readPlainText(chunk)
  if (!plain || /[\r\n]/.test(data)) return null
  const literal = JSON.stringify(plain.text)
  const at = data.indexOf(literal)
  if (at < 0) return null
  const before = data.slice(0, at + 1)
  const after = data.slice(at + literal.length - 1)
  const probe = `${plain.text}.`
  const probed = readPlainText(parse(before + JSON.stringify(probe).slice(1, -1) + after))
  const isHole = probed?.text === probe && probed.channel === plain.channel && !/^"\s*:/.test(after)
  return isHole
    ? { channel: plain.channel, before: detach(`data: ${before}`), after: detach(`${after}\n\n`) }
    : null
}

/** Reads on as long as events fit. `start` must be where an event begins. */
export function readRun({ before, after }: ChunkTemplate, body: string, start: number): TemplateRun {
  let text = ''
  let end = start
  while (hasAt(body, before, end)) {
    const textAt = end + before.length
    PLAIN.lastIndex = textAt
    if (!PLAIN.test(body) || !hasAt(body, after, PLAIN.lastIndex)) break
    text += body.slice(textAt, PLAIN.lastIndex)
    end = PLAIN.lastIndex + after.length
  }
  return { text: detach(text), end }
}

/** `startsWith` compares unit by unit, which takes V8 far longer. */
function hasAt(body: string, part: string, at: number): boolean {
  return body.slice(at, at + part.length) === part
}

/** A slice would keep all that it was cut from in memory as long as the answer is. */
function detach(text: string): string {
  return ` ${text}`.slice(1)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
