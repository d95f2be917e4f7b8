import type { Channel, DeltaEvent, Message, SyncEvent } from '../../contract/index.ts'
import { channels, toDelta, toLiveMessage, type LiveAnswer } from './live-answer.ts'

/** More changes than this, besides those it came back for, are not remembered one by one: the watcher is synced afresh. */
const MAX_CHANGED = 1000

/**
 * What one watcher has been shown and what it lacks: a cursor per answer and sets of ids, never a queue of texts. So one
 * that does not read costs the same however much it misses. It does no I/O.
 */
export class Watcher {
  /** How far it has been shown each answer in flight. */
  readonly #cursors = new Map<string, Record<Channel, number>>()
  readonly #growing = new Set<string>()
  readonly #changed = new Set<string>()
  #changedSince: Date | null = null
  #maxChanged = MAX_CHANGED
  #resume: (() => void) | null = null
  #isAwake = false
  /** From when on changes may have been missed, to be looked up with the next sync. */
  missedSince: Date | null
  needsSync = true
  isSessionChanged = false
  isClosed = false
  /** Whether it closes once it has been told everything. */
  isEnding = false

  constructor(missedSince: Date | null) {
    this.missedSince = missedSince
  }

  /** The time up to which it has been told everything: what it lacks holds it back. */
  toldUntil(now: Date): Date {
    return this.missedSince ?? this.#changedSince ?? now
  }

  noteChanged(messageId: string, at: Date): void {
    this.#growing.delete(messageId)
    this.#changed.add(messageId)
    if (!this.#changedSince || at < this.#changedSince) this.#changedSince = at
    if (this.#changed.size > this.#maxChanged) this.#startAfresh()
    this.wake()
  }

  /** What changed while it was not followed, as it was looked up: all of that is told, however much it is, and the session. */
  noteMissed(messageIds: string[]): void {
    this.isSessionChanged = true
    this.#maxChanged = messageIds.length + MAX_CHANGED
    for (const messageId of messageIds) this.noteChanged(messageId, this.missedSince ?? new Date(0))
    this.missedSince = null
  }

  noteGrown(messageId: string): void {
    if (!this.#cursors.has(messageId)) return
    this.#growing.add(messageId)
    this.wake()
  }

  noteEnded(messageId: string, at: Date): void {
    this.#cursors.delete(messageId)
    this.noteChanged(messageId, at)
  }

  noteSession(): void {
    this.isSessionChanged = true
    this.wake()
  }

  end(): void {
    this.isEnding = true
    this.wake()
  }

  close(): void {
    this.isClosed = true
    this.wake()
  }

  wants(messageId: string): boolean {
    return this.#changed.has(messageId)
  }

  /** The ids of the messages that it lacks, the first to have changed first. */
  changed(): Iterable<string> {
    return this.#changed
  }

  /** Everything in flight, whole. What changed besides is still to come. */
  takeSync(answers: Iterable<LiveAnswer>): SyncEvent {
    this.needsSync = false
    this.#cursors.clear()
    this.#growing.clear()
    return { type: 'sync', messages: [...answers].map((answer) => this.takeLive(answer)) }
  }

  takeLive(answer: LiveAnswer): Message {
    const messageId = answer.message.id
    this.#cursors.set(messageId, { content: answer.content.length, reasoning: answer.reasoning.length })
    this.#growing.delete(messageId)
    this.forget(messageId)
    return toLiveMessage(answer)
  }

  /** A changed message has been shown, or is no more. */
  forget(messageId: string): void {
    this.#changed.delete(messageId)
    if (this.#changed.size === 0) this.#changedSince = null
  }

  /** The texts that answers have gained, one by one as they are asked for. */
  *takeDeltas(find: (messageId: string) => LiveAnswer | undefined): Generator<DeltaEvent> {
    for (const messageId of this.#growing) {
      const answer = find(messageId)
      for (const channel of channels) {
        const delta = answer && this.#advance(answer, channel)
        if (delta) yield delta
      }
      this.#growing.delete(messageId)
    }
  }

  wake(): void {
    this.#isAwake = true
    this.#resume?.()
  }

  /** Waits until there may be something to take; at once where that has come about since the last wait. */
  async wait(): Promise<void> {
    if (!this.#isAwake) await new Promise<void>((resolve) => (this.#resume = resolve))
    this.#resume = null
    this.#isAwake = false
  }

  #advance(answer: LiveAnswer, channel: Channel): DeltaEvent | null {
    const cursor = this.#cursors.get(answer.message.id)
    const delta = cursor && toDelta(answer, channel, cursor[channel])
    if (cursor) cursor[channel] = answer[channel].length
    return delta ?? null
  }

  #startAfresh(): void {
    this.needsSync = true
    this.missedSince ??= this.#changedSince
    this.#changedSince = null
    this.#changed.clear()
  }
}
