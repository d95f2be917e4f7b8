import { StringDecoder } from 'node:string_decoder'
import { makeError } from '../call/make-error.ts'
import { EXCERPT_LENGTH, type BodyFormat } from './body-format.ts'
import type { ChunkMachine } from './chunk-machine.ts'
import { readEvents } from './read-events.ts'
import { readWhole } from './read-whole.ts'

/** Reads the bytes of a successful response into a chunk machine. Every call may throw an `LlmError`. */
export interface AnswerReader {
  push(bytes: Uint8Array): void
  /** The response has ended cleanly. */
  end(): void
  /** The answer is over, though more bytes may come: `[DONE]` was read, or the largest size is reached. */
  isOver(): boolean
}

export function createAnswerReader(machine: ChunkMachine): AnswerReader {
  // The one decoder of the response, for a character may be cut anywhere.
  const decoder = new StringDecoder('utf8')
  let format: BodyFormat | null = null

  const feed = (text: string) => {
    if (format) return format.feed(text)
    const head = text.replace(/^[\uFEFF\s]+/, '')
    if (head === '') return
    format = chooseFormat(machine, head)
    format.feed(head)
  }

  return {
    push: (bytes) => feed(decoder.write(bytes as Buffer)),
    end: () => {
      feed(decoder.end())
      format?.end()
    },
    isOver: () => machine.isDone() || machine.isFull(),
  }
}

/** The first character decides, for content types lie in both directions. */
function chooseFormat(machine: ChunkMachine, head: string): BodyFormat {
  if (head.startsWith('<')) throw makeError('WEB_PAGE', { detail: head.slice(0, EXCERPT_LENGTH) })
  return head.startsWith('{') || head.startsWith('[') ? readWhole(machine) : readEvents(machine)
}
