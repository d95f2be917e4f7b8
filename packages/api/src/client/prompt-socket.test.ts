import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toPromptSocket } from './prompt-socket.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A browser's socket to a peer that says nothing: it would wait a minute for the answer to a close. */
class SilentSocket extends EventTarget {
  readonly CLOSED = 3
  readyState = 0

  close(): void {
    this.readyState = 2
  }
}

function open() {
  const PromptSocket = toPromptSocket(SilentSocket as never)
  const socket = new PromptSocket('ws://chatmore.test')
  const onClose = vi.fn()
  socket.addEventListener('close', onClose)
  return { socket, onClose }
}

describe('a prompt socket', () => {
  it('is over a second after its close although the other side says nothing', () => {
    const { socket, onClose } = open()
    socket.dispatchEvent(new Event('open'))
    socket.close()
    vi.advanceTimersByTime(999)
    expect(onClose).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(onClose).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('gives up a handshake that takes more than ten seconds', () => {
    const { onClose } = open()
    vi.advanceTimersByTime(11_000)
    expect(onClose).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves no timer behind where the other side answers', () => {
    const { socket, onClose } = open()
    socket.dispatchEvent(new Event('open'))
    expect(vi.getTimerCount()).toBe(0)
    socket.close()
    socket.dispatchEvent(new Event('close'))
    expect(vi.getTimerCount()).toBe(0)
    expect(onClose).toHaveBeenCalledOnce()
  })
})
