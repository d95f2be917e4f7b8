import {
  isInFlight,
  type DeltaEvent,
  type Message,
  type Session,
  type WatchEvent,
} from '../../contract/index.ts'
import type { DatabaseTime } from './database-time.ts'
import { EndedMessages } from './ended-messages.ts'
import { GapFiller } from './gap-filler.ts'
import { createLiveAnswer, lengthOf, type LiveAnswer } from './live-answer.ts'
import type { LiveRuns } from './live-runs.ts'
import type { Watcher } from './watcher.ts'

/**
 * One session as its events tell it, shared by all its watchers: the answers in flight with their texts, and what changed
 * and is still to be shown to someone. It does no I/O.
 */
export class SessionProjection {
  readonly #live: LiveRuns
  readonly #time: Pick<DatabaseTime, 'now'>
  readonly #answers = new Map<string, LiveAnswer>()
  readonly #ended = new EndedMessages()
  readonly #gaps = new GapFiller()
  readonly watchers = new Set<Watcher>()
  session: Session | null = null

  constructor(live: LiveRuns, time: Pick<DatabaseTime, 'now'>) {
    this.#live = live
    this.#time = time
  }

  answers(): Iterable<LiveAnswer> {
    return this.#answers.values()
  }

  find(messageId: string): LiveAnswer | undefined {
    return this.#answers.get(messageId)
  }

  /** Answers in flight whose texts this instance does not write itself. */
  remoteIds(): string[] {
    return [...this.#answers.keys()].filter((messageId) => !this.#live.findAnswer(messageId))
  }

  gapIds(): string[] {
    return this.#gaps.messageIds()
  }

  apply(event: WatchEvent): void {
    switch (event.type) {
      case 'message':
        return this.#applyMessage(event.message)
      case 'delta':
        return this.#applyDelta(event)
      case 'session':
        this.session = event.session
        return this.#tell((watcher) => watcher.noteSession())
      case 'sync':
        return this.addCopies(event.messages)
    }
  }

  /** Takes in rows that were read: they may be older than what is known. */
  addCopies(messages: Message[]): void {
    for (const message of messages) {
      if (isInFlight(message.status)) this.#applyInFlight(message)
      else if (this.#answers.has(message.id) || this.#gaps.has(message.id)) this.#applyEnded(message)
      else if (!this.#ended.find(message.id)) this.#ended.add(message)
    }
  }

  /** Drops an answer whose row is no more. */
  remove(messageId: string): void {
    this.#answers.delete(messageId)
    this.#gaps.forget(messageId)
    this.#tell((watcher) => watcher.forget(messageId))
  }

  /** What a watcher lacks and is known here, in the order to show it; no more once it has so much text. */
  takeEvents(watcher: Watcher, maxLength: number): WatchEvent[] {
    const events: WatchEvent[] = []
    let length = 0
    for (const event of this.#lacking(watcher)) {
      events.push(event)
      length += 1 + textLengthOf(event)
      if (length >= maxLength) break
    }
    return events
  }

  *#lacking(watcher: Watcher): Generator<WatchEvent> {
    if (watcher.isSessionChanged && this.session) {
      watcher.isSessionChanged = false
      yield { type: 'session', session: this.session }
    }
    for (const messageId of watcher.changed()) {
      const message = this.#take(watcher, messageId)
      if (message) yield { type: 'message', message }
    }
    yield* watcher.takeDeltas((messageId) => this.find(messageId))
  }

  /** A changed message as it is now, or null where its body must be read first. */
  #take(watcher: Watcher, messageId: string): Message | null {
    const answer = this.#answers.get(messageId)
    if (answer) return watcher.takeLive(answer)
    const body = this.#ended.find(messageId)
    if (!body) return null
    watcher.forget(messageId)
    this.releaseUnwanted([messageId])
    return body
  }

  /** Lets go of the bodies that no watcher is still to be shown. */
  releaseUnwanted(messageIds: Iterable<string>): void {
    for (const messageId of messageIds) {
      const isWanted = [...this.watchers].some((watcher) => watcher.wants(messageId))
      if (!isWanted) this.#ended.release(messageId)
    }
  }

  #applyMessage(message: Message): void {
    if (isInFlight(message.status)) this.#applyInFlight(message)
    else this.#applyEnded(message)
  }

  #applyInFlight(message: Message): void {
    if (this.#ended.has(message.id)) return
    const known = this.#answers.get(message.id)
    const local = this.#live.findAnswer(message.id)
    if (known && message.waiting !== undefined) this.#applyPlace(known, message.waiting)
    if (known && (known === local || !local)) {
      if (!local && this.#gaps.fill(known, message)) this.#tell((watcher) => watcher.noteGrown(message.id))
      return
    }
    this.#add(local ?? createLiveAnswer(message))
  }

  /** Rows know nothing of it, so that only who makes the call tells. */
  #applyPlace(answer: LiveAnswer, waiting: number | null): void {
    answer.waiting = waiting
    this.#noteChanged(answer.message.id)
  }

  #add(answer: LiveAnswer): void {
    const { id } = answer.message
    this.#answers.set(id, answer)
    this.#gaps.fill(answer, answer.message)
    this.#noteChanged(id)
  }

  #applyEnded(message: Message): void {
    const shown = this.#answers.get(message.id)
    this.#answers.delete(message.id)
    this.#gaps.forget(message.id)
    this.#ended.add(shown ? keepShown(shown, message) : message)
    const now = this.#time.now()
    this.#tell((watcher) => watcher.noteEnded(message.id, now))
    this.releaseUnwanted([message.id])
  }

  #applyDelta(delta: DeltaEvent): void {
    if (this.#ended.has(delta.messageId)) return
    const known = this.#answers.get(delta.messageId)
    const local = this.#live.findAnswer(delta.messageId)
    if (local && known !== local) this.#add(local)
    else if (!known) this.#gaps.hold(delta)
    else if (known === local || this.#gaps.join(known, delta)) {
      this.#tell((watcher) => watcher.noteGrown(delta.messageId))
    }
  }

  #noteChanged(messageId: string): void {
    const now = this.#time.now()
    this.#tell((watcher) => watcher.noteChanged(messageId, now))
  }

  #tell(note: (watcher: Watcher) => void): void {
    for (const watcher of this.watchers) note(watcher)
  }
}

function textLengthOf(event: WatchEvent): number {
  if (event.type === 'delta') return event.text.length
  return event.type === 'message' ? event.message.content.length + event.message.reasoning.length : 0
}

/** What was shown never goes back: where the row holds less, because its instance was killed, the shown text stays. */
function keepShown(answer: LiveAnswer, message: Message): Message {
  const isComplete = message.content.length + message.reasoning.length >= lengthOf(answer)
  if (isComplete) return message
  const [content, reasoning] = [answer.content.toString(), answer.reasoning.toString()]
  const isPrefix = content.startsWith(message.content) && reasoning.startsWith(message.reasoning)
  return isPrefix ? { ...message, content, reasoning } : message
}
