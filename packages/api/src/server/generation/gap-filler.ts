import type { Channel, DeltaEvent, Message } from '../../contract/index.ts'
import type { LiveAnswer } from './live-answer.ts'

/** More text than this beyond a gap is dropped for what comes after it, in UTF-16 units. */
const MAX_HELD_LENGTH = 65_536

interface Held {
  at: number
  text: string
}

/**
 * Grows answers that run on another instance from what the bus brings. A delta that would leave a gap is held, joined
 * to those that follow it, until a copy of the row reaches it.
 */
export class GapFiller {
  readonly #held = new Map<string, Partial<Record<Channel, Held>>>()

  has(messageId: string): boolean {
    return this.#held.has(messageId)
  }

  /** The answers that have a gap. */
  messageIds(): string[] {
    return [...this.#held.keys()]
  }

  /** Adds a delta's new text, or holds it. Returns whether the answer grew. */
  join(answer: LiveAnswer, delta: DeltaEvent): boolean {
    if (delta.at > answer[delta.channel].length) {
      this.hold(delta)
      return false
    }
    return appendAt(answer, delta.channel, delta)
  }

  hold({ messageId, channel, at, text }: DeltaEvent): void {
    const held = this.#held.get(messageId) ?? {}
    const before = held[channel]
    const isNext = before && before.at + before.text.length === at
    held[channel] =
      isNext && before.text.length < MAX_HELD_LENGTH
        ? { at: before.at, text: before.text + text }
        : { at, text }
    this.#held.set(messageId, held)
  }

  /** Adds what a later copy has, and what was held beyond it. Returns whether the answer grew. */
  fill(answer: LiveAnswer, copy: Message): boolean {
    const held = this.#held.get(answer.message.id)
    let hasGrown = false
    for (const channel of ['reasoning', 'content'] as const) {
      hasGrown = appendAt(answer, channel, { at: 0, text: copy[channel] }) || hasGrown
      const beyond = held?.[channel]
      if (!beyond || beyond.at > answer[channel].length) continue
      hasGrown = appendAt(answer, channel, beyond) || hasGrown
      delete held[channel]
    }
    if (held && !held.content && !held.reasoning) this.forget(answer.message.id)
    return hasGrown
  }

  forget(messageId: string): void {
    this.#held.delete(messageId)
  }
}

function appendAt(answer: LiveAnswer, channel: Channel, { at, text }: Held): boolean {
  const news = text.slice(answer[channel].length - at)
  answer[channel].append(news)
  return news !== ''
}
