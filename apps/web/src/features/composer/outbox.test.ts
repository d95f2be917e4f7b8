import type { MessageSendInput, SendResult } from '@chatmore/api/contract'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOutbox, type Outbox } from './outbox.ts'
import { readOutbox } from './outbox-storage.ts'
import type { OutgoingMessage } from './outgoing-message.ts'

const result: SendResult = {
  broadcastGroupId: 'group-1',
  turns: [{ windowId: 'window-1', userMessageId: 'user-9', assistantMessageId: 'answer-9' }],
}
const message: Omit<OutgoingMessage, 'sentAt' | 'state'> = {
  clientMessageId: 'client-message-1',
  content: 'Hello',
  windowIds: undefined,
  shownIn: ['window-1'],
  lastSeqs: { 'window-1': 4 },
  draftKey: 'session-1.all',
}
const noNetwork = () => Promise.reject(new TypeError('Failed to fetch'))
const refusal = Object.assign(new Error('busy'), { data: { appError: { code: 'WINDOW_BUSY' } } })

const outboxes: Outbox[] = []
beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})
afterEach(() => {
  outboxes.splice(0).forEach((outbox) => outbox.dispose())
  vi.useRealTimers()
})

function open() {
  const send = vi.fn<(input: MessageSendInput) => Promise<SendResult>>(() => Promise.resolve(result))
  const onAccepted = vi.fn()
  const onGivenUp = vi.fn()
  const outbox = createOutbox({ sessionId: 'session-1', send, onAccepted, onGivenUp })
  outboxes.push(outbox)
  return { outbox, send, onAccepted, onGivenUp }
}

describe('the outbox', () => {
  it('keeps a message until the server has accepted it', async () => {
    const { outbox, send, onAccepted } = open()
    outbox.post(message)
    expect(outbox.items.value[0]?.state).toBe('sending')
    expect(readOutbox('session-1')).toHaveLength(1)
    await flushPromises()
    expect(send).toHaveBeenCalledWith({
      sessionId: 'session-1',
      content: 'Hello',
      clientMessageId: 'client-message-1',
    })
    expect(outbox.items.value[0]).toMatchObject({ state: 'accepted', turns: result.turns })
    expect(onAccepted).toHaveBeenCalledOnce()
    expect(readOutbox('session-1')).toEqual([])
  })

  it('tries again under the same id, in growing intervals, while there is no network', async () => {
    const { outbox, send } = open()
    send.mockImplementation(noNetwork)
    outbox.post(message)
    await flushPromises()
    expect(outbox.items.value[0]?.state).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1000)
    expect(send).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(1999)
    expect(send).toHaveBeenCalledTimes(2)
    send.mockResolvedValue(result)
    await vi.advanceTimersByTimeAsync(1)
    expect(send).toHaveBeenCalledTimes(3)
    expect(new Set(send.mock.calls.map(([input]) => input.clientMessageId)).size).toBe(1)
    expect(outbox.items.value[0]?.state).toBe('accepted')
  })

  it('tries at once when the browser is online again', async () => {
    const { outbox, send } = open()
    send.mockImplementationOnce(noNetwork)
    outbox.post(message)
    await flushPromises()
    window.dispatchEvent(new Event('online'))
    await flushPromises()
    expect(send).toHaveBeenCalledTimes(2)
  })

  it('gives a refused message up, with the reason', async () => {
    const { outbox, send, onGivenUp } = open()
    send.mockRejectedValue(refusal)
    outbox.post(message)
    await flushPromises()
    expect(outbox.items.value).toEqual([])
    expect(onGivenUp).toHaveBeenCalledWith(expect.objectContaining({ content: 'Hello' }), {
      isUnsure: false,
      error: refusal,
    })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(send).toHaveBeenCalledOnce()
  })

  it('gives back a waiting message that is taken back, as one that the server may have', async () => {
    const { outbox, send, onGivenUp } = open()
    send.mockImplementation(noNetwork)
    outbox.post(message)
    await flushPromises()
    outbox.takeBack(message.clientMessageId)
    expect(onGivenUp).toHaveBeenCalledWith(expect.objectContaining({ content: 'Hello' }), { isUnsure: true })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(send).toHaveBeenCalledOnce()
  })

  it('goes on with the same id after a reload', async () => {
    const before = open()
    before.send.mockImplementation(noNetwork)
    before.outbox.post(message)
    await flushPromises()
    before.outbox.dispose()
    const after = open()
    after.outbox.resume()
    await flushPromises()
    expect(after.send.mock.calls[0]?.[0].clientMessageId).toBe('client-message-1')
    expect(after.outbox.items.value[0]?.state).toBe('accepted')
  })

  it('gives back what lay too long, instead of sending it out of the blue', async () => {
    const before = open()
    before.send.mockImplementation(noNetwork)
    before.outbox.post(message)
    await flushPromises()
    before.outbox.dispose()
    vi.setSystemTime(Date.now() + 11 * 60_000)
    const after = open()
    after.outbox.resume()
    expect(after.send).not.toHaveBeenCalled()
    expect(after.onGivenUp).toHaveBeenCalledWith(expect.objectContaining({ content: 'Hello' }), {
      isUnsure: true,
    })
  })

  it('takes nothing from a storage that was tampered with', () => {
    for (const text of ['not json', '{}', '[1, null, {"content": 3}]']) {
      localStorage.setItem('chatmore.outbox.session-1', text)
      expect(readOutbox('session-1')).toEqual([])
    }
  })
})
