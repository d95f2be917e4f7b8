/** A handshake that takes longer has failed: the network may swallow it without a word. */
const CONNECT_MS = 10_000
/** A peer that is there answers a close within this. */
const CLOSE_MS = 1000

/**
 * A WebSocket that is closed a second after it was asked to be, and open after ten or not at all. By themselves browsers wait
 * a minute for the other side's answer to a close, and much longer for a handshake: a connection of which only our half is
 * left would count as open all that time.
 */
export function toPromptSocket(Base: typeof globalThis.WebSocket): typeof globalThis.WebSocket {
  return class PromptSocket extends Base {
    #connecting = setTimeout(() => this.close(), CONNECT_MS)
    #closing: ReturnType<typeof setTimeout> | undefined

    constructor(...address: ConstructorParameters<typeof globalThis.WebSocket>) {
      super(...address)
      this.addEventListener('open', () => clearTimeout(this.#connecting))
      this.addEventListener('close', () => {
        clearTimeout(this.#connecting)
        clearTimeout(this.#closing)
      })
    }

    override close(code?: number, reason?: string): void {
      if (this.readyState === this.CLOSED) return
      this.#closing ??= setTimeout(() => hangUp(this), CLOSE_MS)
      super.close(code, reason)
    }
  }
}

/** Node's WebSocket can drop its connection. A browser's cannot: then its owner is told that it is over. */
function hangUp(socket: WebSocket): void {
  if ('terminate' in socket && typeof socket.terminate === 'function') socket.terminate()
  else socket.dispatchEvent(new Event('close'))
}
