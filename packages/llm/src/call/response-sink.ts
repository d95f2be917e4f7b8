import { createAnswerReader, type AnswerReader } from '../answer/answer-reader.ts'
import { EXCERPT_LENGTH } from '../answer/body-format.ts'
import type { AnswerResult, ChunkMachine } from '../answer/chunk-machine.ts'
import { LlmError } from '../llm-error.ts'
import { readEndpointWords, toEndpointError } from './endpoint-error.ts'
import { makeError } from './make-error.ts'
import { parseRetryAfter } from './parse-retry-after.ts'

export type ResponseHeaders = Record<string, string | string[] | undefined>

export interface ResponseHead {
  status: number
  headers: ResponseHeaders
}

/** What one try came to. */
export interface TryResult {
  status: number
  answer: AnswerResult
}

/** Where a response's body goes. Each call may throw the `LlmError` that the try fails with. */
export interface ResponseSink {
  /** True when nothing more is needed, though the body may go on. */
  push(bytes: Buffer): boolean
  /** The body has ended cleanly, or enough of it was read. */
  end(): TryResult
  /** The body will not be whole. What came may do; else the given error is thrown. */
  breakOff(error: LlmError): TryResult
}

const MAX_REFUSAL_BYTES = 64 * 1024

/** Chooses by the status: an answer for a success, else an error made of the body. */
export function openSink(head: ResponseHead, machine: ChunkMachine): ResponseSink {
  const { status, headers } = head
  if (status >= 200 && status < 300) return createAnswerSink(status, machine)
  if (status < 400)
    throw makeError('REDIRECT', { status, detail: `HTTP ${status} to ${String(headers.location)}` })
  return createRefusalSink(head)
}

function createAnswerSink(status: number, machine: ChunkMachine): ResponseSink {
  const reader = createAnswerReader(machine)
  const toResult = () => {
    machine.flush()
    return { status, answer: machine.result() }
  }
  return {
    push(bytes) {
      reader.push(bytes)
      return reader.isOver()
    },
    end() {
      if (!reader.isOver()) reader.end()
      return toResult()
    },
    breakOff(error) {
      readRest(reader)
      const result = toResult()
      if (machine.isFinished()) return result
      throw error
    },
  }
}

/** The last event may be there but for the line end that never came. What is no event is no news: the loss is told. */
function readRest(reader: AnswerReader): void {
  try {
    if (!reader.isOver()) reader.end()
  } catch (error) {
    if (!(error instanceof LlmError)) throw error
  }
}

function createRefusalSink(head: ResponseHead): ResponseSink {
  const pieces: Buffer[] = []
  let length = 0
  const fail = () => {
    throw toRefusal(head, Buffer.concat(pieces).toString('utf8').trim())
  }
  return {
    push(bytes) {
      pieces.push(bytes)
      length += bytes.length
      return length >= MAX_REFUSAL_BYTES
    },
    end: fail,
    breakOff: fail,
  }
}

/** The error that a refusing response stands for. */
export function toRefusal({ status, headers }: ResponseHead, text: string): LlmError {
  if (text.startsWith('<')) {
    const detail = `HTTP ${status} · ${text.slice(0, EXCERPT_LENGTH)}`
    // A proxy's own error page (502, 503) may be gone in a moment; any other page means a wrong address.
    return makeError('WEB_PAGE', { status, detail, isRetryable: status >= 500 })
  }
  const words = readEndpointWords(parseBody(text))
  return toEndpointError({ status, words, retryAfterMs: parseRetryAfter(headers, new Date()) })
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
