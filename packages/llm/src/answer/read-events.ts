import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { makeError } from '../call/make-error.ts'
import { isRecord } from '../is-record.ts'
import { EXCERPT_LENGTH, MAX_BUFFER_LENGTH, type BodyFormat } from './body-format.ts'
import type { ChunkMachine } from './chunk-machine.ts'
import { learnChunks } from './learn-chunks.ts'

/** A stream of server-sent events. Comments, empty events and keepalives in disguise (`data: : ping`) are passed over. */
export function readEvents(machine: ChunkMachine): BodyFormat {
  let strange = ''
  let isEnding = false
  /** Whether the parser stands behind a blank line, where an event begins. */
  let isBetween = true
  const learner = learnChunks(machine)

  const takeData = (data: string, isError: boolean): void => {
    if (machine.isDone() || data === '' || data.startsWith(':')) return
    if (data === '[DONE]') return machine.markDone()
    const chunk = parseChunk(data)
    if (isError) return machine.take({ error: toErrorBody(chunk) ?? data })
    if (chunk !== undefined) {
      machine.take(chunk)
      return learner.learn(data, chunk)
    }
    // Some endpoints leave out the blank line between events, which makes one event of several lines.
    if (data.includes('\n')) return data.split('\n').forEach((line) => takeData(line.trim(), false))
    noteStrange(data)
  }

  /** A torn chunk in mid-stream means lost text; at the very end it is the place where the answer was cut. */
  const noteStrange = (data: string) => {
    if (data.startsWith('{') && !isEnding) {
      machine.flush()
      throw makeError('BAD_RESPONSE', { detail: `not JSON: ${data.slice(0, EXCERPT_LENGTH)}` })
    }
    strange ||= data.slice(0, EXCERPT_LENGTH)
  }

  const parser = createParser({
    maxBufferSize: MAX_BUFFER_LENGTH,
    onEvent: (event: EventSourceMessage) => takeData(event.data.trim(), event.event === 'error'),
    onError: (error) => {
      if (error.type === 'unknown-field') strange ||= (error.line ?? '').slice(0, EXCERPT_LENGTH)
      if (error.type !== 'max-buffer-size-exceeded') return
      machine.flush()
      throw makeError('BAD_RESPONSE', { detail: 'a line of more than 8 MB' })
    },
  })

  /** Gives the parser what stands from `start` to the next blank line. */
  const parse = (text: string, start: number): number => {
    const blank = text.indexOf('\n\n', start)
    isBetween = blank >= 0
    const end = isBetween ? blank + 2 : text.length
    parser.feed(text.slice(start, end))
    return end
  }

  return {
    feed(text) {
      for (let at = 0; at < text.length;) {
        if (isBetween) at = learner.takeKnown(text, at)
        if (at < text.length) at = parse(text, at)
      }
    },
    end() {
      isEnding = true
      // The last event may lack its blank line.
      parser.feed('\n\n')
      if (strange !== '' && !machine.isRecognised()) throw makeError('BAD_RESPONSE', { detail: strange })
    },
  }
}

/** Under `event: error` the body may be the error itself. */
function toErrorBody(chunk: unknown): unknown {
  return isRecord(chunk) ? (chunk.error ?? chunk) : chunk
}

function parseChunk(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
