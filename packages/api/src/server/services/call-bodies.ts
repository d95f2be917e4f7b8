import { promisify } from 'node:util'
import { deflate, deflateSync, inflate } from 'node:zlib'
import type { CallBodies as KeptBodies } from '@chatmore/db'
import type { CallBodies } from '../../contract/index.ts'
import type { KeepText, KeptText } from '../generation/body-keeper.ts'

const deflateBytes = promisify(deflate)
const inflateBytes = promisify(inflate)

/** The quickest, which makes a third of most texts. */
const LEVEL = 1

/** To hand a shorter text to another thread, with the tables of a long one, takes ten times as long as to deflate it. */
const SHORT = { characters: 4096, options: { level: LEVEL, windowBits: 12, memLevel: 5 } }

/** Deflates texts, long ones off the main thread; of a longer one than `mostCharacters` the beginning. */
export function createTextKeeper(mostCharacters: number): KeepText {
  return async (text) => {
    const kept = text.slice(0, mostCharacters)
    const isShort = kept.length <= SHORT.characters
    return {
      bytes: isShort ? deflateSync(kept, SHORT.options) : await deflateBytes(kept, { level: LEVEL }),
      size: Buffer.byteLength(text),
      isCut: text.length > mostCharacters,
    }
  }
}

/** A call's two texts as its row keeps them. */
export function toKeptBodies(request: KeptText | null, answer: KeptText | null): KeptBodies {
  return {
    request: request?.bytes ?? null,
    answer: answer?.bytes ?? null,
    requestSize: request?.size ?? 0,
    answerSize: answer?.size ?? 0,
    isCut: [request, answer].some((kept) => kept?.isCut),
  }
}

export interface AnsweredTexts {
  content: string
  reasoning: string
  finishReason: string | null
  usage: object | null
  /** What went wrong, in the endpoint's own words, without its key. */
  errorDetail: string | null
  httpStatus: number | null
}

/** What a call answered, as one JSON text: the pieces of a stream put together. */
export function writeAnswer({ content, reasoning, finishReason, usage, ...failure }: AnsweredTexts): string {
  const error = failure.errorDetail === null ? undefined : failure.errorDetail
  return JSON.stringify({
    status: failure.httpStatus ?? undefined,
    content,
    reasoning: reasoning === '' ? undefined : reasoning,
    finish_reason: finishReason ?? undefined,
    usage: usage ?? undefined,
    error,
  })
}

/** What went over the wire, as text. */
export async function openBodies(bodies: KeptBodies | null): Promise<CallBodies> {
  const [request, response] = await Promise.all([open(bodies?.request), open(bodies?.answer)])
  return {
    request,
    response,
    requestSize: bodies?.requestSize ?? 0,
    responseSize: bodies?.answerSize ?? 0,
    isCut: bodies?.isCut ?? false,
  }
}

async function open(deflated: Buffer | null | undefined): Promise<string | null> {
  return deflated ? (await inflateBytes(deflated)).toString('utf8') : null
}
