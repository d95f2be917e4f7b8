import { createHistogram, type Histogram } from '../measure/histogram.ts'
import type { Answer } from './answer.ts'
import type { Upstream } from './start-upstream.ts'
import { areEventsAsScripted, CHUNK_BYTES, isAsScripted, TOKEN_LENGTH } from './script.ts'

export interface Received {
  tokens: number
  messages: number
  /** Pieces that were not what the script has there: lost, repeated, reordered or of another stream. */
  faults: number
  /** From a token's write upstream to its arrival. */
  ages: Histogram
  /** The same for each stream's first token. */
  firstAges: Histogram
  /** When each stream's first piece came. */
  firstAt: Map<number, number>
  /** When the newest piece came. */
  lastAt: number
}

/** What the readers of one round got, compared with the script as it comes. */
export class Receiver {
  readonly received: Received = {
    tokens: 0,
    messages: 0,
    faults: 0,
    ages: createHistogram(),
    firstAges: createHistogram(),
    firstAt: new Map(),
    lastAt: 0,
  }
  readonly #upstream: Upstream
  /** How much of each stream has come, in units of what it comes as. */
  readonly #lengths = new Map<number, number>()

  constructor(upstream: Upstream) {
    this.#upstream = upstream
  }

  /** So many streams from this one on are asked anew. */
  startAgain(first: number, count: number): void {
    for (let stream = first; stream < first + count; stream += 1) this.#lengths.delete(stream)
  }

  /** A message came over a socket. */
  countMessage(): void {
    this.received.messages += 1
  }

  /** A piece of a stream's text, `at` being its offset in UTF-16 units. */
  takeText(stream: number, at: number, text: string): void {
    const length = this.#lengths.get(stream) ?? 0
    const isRight = at === length && isAsScripted(this.#find(stream).start, at, text)
    this.#advance(stream, { isRight, from: length, to: at + text.length, unit: TOKEN_LENGTH })
  }

  /** A stream's whole text so far: it starts with what came before, and may go on from there. */
  takeWhole(stream: number, text: string): void {
    // A pending answer is told of before the upstream is asked.
    if (text === '' && !this.#lengths.has(stream)) return
    const length = this.#lengths.get(stream) ?? 0
    const isRight = text.length >= length && isAsScripted(this.#find(stream).start, 0, text)
    this.#advance(stream, { isRight, from: length, to: text.length, unit: TOKEN_LENGTH })
  }

  /** A piece of a stream's body, as a pipe passes it on. */
  takeBytes(stream: number, bytes: Buffer): void {
    const length = this.#lengths.get(stream) ?? 0
    const { start, written } = this.#find(stream)
    // What comes after the last token is the answer's ending.
    const scripted = bytes.subarray(0, Math.max(0, written * CHUNK_BYTES - length))
    if (scripted.length === 0) return
    const isRight = areEventsAsScripted(start, length, scripted)
    this.#advance(stream, { isRight, from: length, to: length + scripted.length, unit: CHUNK_BYTES })
  }

  /** The stream has ended: then all of it must be there. */
  end(stream: number): void {
    const { written, isOver } = this.#find(stream)
    const length = this.#lengths.get(stream) ?? 0
    const isWhole = length === written * TOKEN_LENGTH || length === written * CHUNK_BYTES
    if (!isOver || !isWhole) this.received.faults += 1
  }

  /** What a process that compares by itself has counted of a whole stream. */
  takeCount({ stream, tokens, faults }: { stream: number; tokens: number; faults: number }): void {
    const { written, isOver } = this.#find(stream)
    this.received.tokens += tokens
    this.received.faults += faults + (isOver && tokens === written ? 0 : 1)
  }

  #find(stream: number): Answer {
    const answer = this.#upstream.find(stream)
    if (!answer) throw new Error(`Stream ${stream} was never asked for.`)
    return answer
  }

  #advance(stream: number, step: { isRight: boolean; from: number; to: number; unit: number }): void {
    if (!step.isRight) this.received.faults += 1
    this.#lengths.set(stream, step.to)
    this.#count(stream, Math.floor(step.from / step.unit), Math.floor(step.to / step.unit))
  }

  /** The tokens from one to another have arrived. */
  #count(stream: number, from: number, to: number): void {
    if (to <= from) return
    const answer = this.#find(stream)
    const { writtenAt, rate } = answer
    const now = performance.now()
    this.received.tokens += to - from
    this.received.lastAt = now
    if (from === 0) {
      this.received.firstAt.set(stream, now)
      this.received.firstAges.add(now - (writtenAt[0] ?? now))
    }
    this.#upstream.noteArrival(answer, to)
    if (rate === 0) return
    for (let index = from; index < to; index += 1) this.received.ages.add(now - (writtenAt[index] ?? now))
  }
}
