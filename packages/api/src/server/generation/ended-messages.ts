import type { Message } from '../../contract/index.ts'

const MAX_IDS = 1000
/** Of all bodies together but the newest, in UTF-16 units. */
const MAX_LENGTH = 1_000_000

/** The messages of a session that ended lately: their bodies while a watcher still wants them, their ids for longer. */
export class EndedMessages {
  readonly #ids = new Set<string>()
  readonly #bodies = new Map<string, Message>()
  #length = 0

  /** Whether the message is known to have ended, so that an older copy of it is out of date. */
  has(messageId: string): boolean {
    return this.#ids.has(messageId)
  }

  find(messageId: string): Message | undefined {
    return this.#bodies.get(messageId)
  }

  add(message: Message): void {
    this.#ids.add(message.id)
    dropOldest(this.#ids, this.#ids.size - MAX_IDS)
    this.release(message.id)
    this.#bodies.set(message.id, message)
    this.#length += lengthOf(message)
    for (const oldest of this.#bodies.keys()) {
      if (this.#length <= MAX_LENGTH || oldest === message.id) return
      this.release(oldest)
    }
  }

  /** Lets go of a body; who wants it later reads it from the store. */
  release(messageId: string): void {
    const body = this.#bodies.get(messageId)
    if (!body) return
    this.#bodies.delete(messageId)
    this.#length -= lengthOf(body)
  }
}

function lengthOf({ content, reasoning }: Message): number {
  return content.length + reasoning.length
}

function dropOldest(ids: Set<string>, count: number): void {
  for (const id of ids) {
    if (count <= 0) return
    ids.delete(id)
    count -= 1
  }
}
