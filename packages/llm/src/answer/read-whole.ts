import { makeError } from '../call/make-error.ts'
import { isRecord } from '../is-record.ts'
import { EXCERPT_LENGTH, MAX_BUFFER_LENGTH, type BodyFormat } from './body-format.ts'
import type { ChunkMachine } from './chunk-machine.ts'

/** An answer in one JSON body, as some endpoints send although a stream was asked, a few with `data: [DONE]` behind it. */
export function readWhole(machine: ChunkMachine): BodyFormat {
  const pieces: string[] = []
  let length = 0
  return {
    feed(text) {
      length += text.length
      if (length > MAX_BUFFER_LENGTH) throw makeError('BAD_RESPONSE', { detail: 'a body of more than 8 MB' })
      pieces.push(text)
    },
    end() {
      const text = pieces.join('')
      const body = parseBody(text.replace(/\s*data:\s*\[DONE\]\s*$/, ''))
      machine.take(body)
      if (!machine.isRecognised()) throw makeError('BAD_RESPONSE', { detail: text.slice(0, EXCERPT_LENGTH) })
      machine.markDone()
    },
  }
}

function parseBody(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text)
    // Gemini wraps its errors in a list.
    const first: unknown = Array.isArray(body) ? body[0] : body
    return isRecord(first) ? first : null
  } catch {
    return null
  }
}
