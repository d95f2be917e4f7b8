import type { MessageSendInput, SendResult } from '@chatmore/api/contract'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { forgetTyped } from './forget-typed.ts'
import { buildAttachment } from '../attachment/testing/build-attachment.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { createOutboxStorage } from './outbox-storage.ts'
import type { NewMessage } from './outgoing-message.ts'

type Send = (input: MessageSendInput) => Promise<SendResult>

const resultFor = (windowIds = ['window-1']): SendResult => ({
  broadcastGroupId: 'group-1',
  turns: windowIds.map((windowId) => ({
    windowId,
    userMessageId: `${windowId}-user`,
    assistantMessageId: `${windowId}-answer`,
  })),
})
const build = (number: number, patch: Partial<NewMessage> = {}): NewMessage => ({
  clientMessageId: `client-message-${number}`,
  sessionId: 'session-1',
  content: `Message ${number}`,
  windowIds: undefined,
  shownIn: ['window-1'],
  lastSeqs: { 'window-1': 4 },
  draftKey: 'session-1.all',
  ...patch,
})
const noNetwork = () => Promise.reject(new TypeError('Failed to fetch'))
const refusal = (code: string, ref?: string) =>
  Object.assign(new Error(code), { data: { appError: { code, ref } } })

const outboxes: Outbox[] = []
beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(1)
  localStorage.clear()
})
afterEach(() => {
  outboxes.splice(0).forEach((outbox) => outbox.dispose())
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** An outbox as a page has it. */
function open(send = vi.fn<Send>(() => Promise.resolve(resultFor()))) {
  const onGivenUp = vi.fn()
  const outbox = createOutbox({ userId: 'user-1', send, onGivenUp })
  outboxes.push(outbox)
  const states = () => outbox.items.value.map((item) => item.state)
  const sent = () => send.mock.calls.map(([{ content }]) => content)
  return { outbox, send, onGivenUp, states, sent }
}

const storedIds = (userId = 'user-1') =>
  createOutboxStorage(userId)
    .list()
    .map((item) => item.clientMessageId)

describe('the outbox', () => {
  it('keeps a message until the server has accepted it', async () => {
    const { outbox, send, states } = open()
    const onAccepted = vi.fn()
    outbox.attach('session-1', { isHeld: () => false, onAccepted })
    outbox.post(build(1))
    expect(states()).toEqual(['sending'])
    expect(storedIds()).toEqual(['client-message-1'])
    await flushPromises()
    expect(send).toHaveBeenCalledWith({
      sessionId: 'session-1',
      content: 'Message 1',
      clientMessageId: 'client-message-1',
    })
    expect(outbox.items.value[0]).toMatchObject({ state: 'accepted', turns: resultFor().turns })
    expect(onAccepted).toHaveBeenCalledOnce()
    expect(storedIds()).toEqual([])
  })

  it('sends a message with its files, also after a reload', async () => {
    const { outbox } = open(vi.fn<Send>(noNetwork))
    outbox.post(
      build(1, { attachments: [buildAttachment({ id: 'photo' }), buildAttachment({ id: 'plan' })] }),
    )
    await flushPromises()
    outbox.dispose()
    const { send } = open()
    await flushPromises()
    expect(send.mock.calls[0]?.[0].attachmentIds).toEqual(['photo', 'plan'])
  })

  it('tries again under the same id, in growing intervals, while there is no network', async () => {
    const { outbox, send, states } = open(vi.fn<Send>(noNetwork))
    outbox.post(build(1))
    await flushPromises()
    expect(states()).toEqual(['waiting'])
    await vi.advanceTimersByTimeAsync(400)
    expect(send).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(799)
    expect(send).toHaveBeenCalledTimes(2)
    send.mockResolvedValue(resultFor())
    await vi.advanceTimersByTimeAsync(1)
    expect(send).toHaveBeenCalledTimes(3)
    expect(new Set(send.mock.calls.map(([input]) => input.clientMessageId)).size).toBe(1)
    expect(states()).toEqual([])
  })

  it('sends what was written without a connection in its order, once each, when the connection is back', async () => {
    let isOnline = false
    const { outbox, sent, states, send } = open(
      vi.fn<Send>(() => (isOnline ? Promise.resolve(resultFor()) : noNetwork())),
    )
    for (const number of [1, 2, 3]) outbox.post(build(number))
    await vi.advanceTimersByTimeAsync(15 * 60_000)
    expect(states()).toEqual(['waiting', 'queued', 'queued'])
    expect(new Set(sent())).toEqual(new Set(['Message 1']))
    send.mockClear()
    isOnline = true
    outbox.wake()
    await flushPromises()
    expect(sent()).toEqual(['Message 1', 'Message 2', 'Message 3'])
    expect(storedIds()).toEqual([])
  })

  it('does not let a message wait for one that goes to other windows', async () => {
    const { outbox, sent } = open(vi.fn<Send>(noNetwork))
    outbox.post(build(1))
    outbox.post(build(2, { shownIn: ['window-2'] }))
    outbox.post(build(3, { sessionId: 'session-2' }))
    await flushPromises()
    expect(sent()).toEqual(['Message 1', 'Message 2', 'Message 3'])
  })

  it('holds a message back while the page says that an answer runs', async () => {
    const { outbox, send, states } = open()
    let isRunning = true
    outbox.attach('session-1', { isHeld: () => isRunning, onAccepted: () => {} })
    outbox.post(build(1))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(states()).toEqual(['queued'])
    expect(send).not.toHaveBeenCalled()
    isRunning = false
    outbox.wake()
    await flushPromises()
    expect(send).toHaveBeenCalledOnce()
  })

  it.each([
    ['WINDOW_BUSY', 'queued'],
    ['BUSY', 'waiting'],
    ['UNAVAILABLE', 'waiting'],
    ['RATE_LIMITED', 'waiting'],
  ])('tries again after %s, and shows the message as %s', async (code, state) => {
    const { outbox, send, states } = open()
    send.mockRejectedValueOnce(refusal(code))
    outbox.post(build(1))
    await flushPromises()
    expect(states()).toEqual([state])
    await vi.advanceTimersByTimeAsync(400)
    expect(send).toHaveBeenCalledTimes(2)
    expect(states()).toEqual([])
  })

  it.each([
    [refusal('NOT_FOUND'), false],
    [refusal('INTERNAL', 'ref-1'), true],
  ])('gives a refused message up, with the reason: %s', async (error, isUnsure) => {
    const { outbox, send, onGivenUp } = open(vi.fn<Send>(() => Promise.reject(error)))
    outbox.post(build(1))
    await flushPromises()
    expect(outbox.items.value).toEqual([])
    expect(storedIds()).toEqual([])
    expect(onGivenUp).toHaveBeenCalledWith(expect.objectContaining({ content: 'Message 1' }), {
      isUnsure,
      error,
    })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(send).toHaveBeenCalledOnce()
  })

  it('gives back a waiting message that is taken back, as one that the server may have', async () => {
    const { outbox, send, onGivenUp } = open(vi.fn<Send>(noNetwork))
    outbox.post(build(1))
    await flushPromises()
    outbox.takeBack('client-message-1')
    expect(onGivenUp).toHaveBeenCalledWith(expect.objectContaining({ content: 'Message 1' }), {
      isUnsure: true,
    })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(send).toHaveBeenCalledOnce()
    expect(storedIds()).toEqual([])
  })

  it('shows an accepted message until the page of its session is left', async () => {
    const { outbox, states } = open()
    const detach = outbox.attach('session-1', { isHeld: () => false, onAccepted: () => {} })
    outbox.post(build(1))
    await flushPromises()
    expect(states()).toEqual(['accepted'])
    detach()
    expect(states()).toEqual([])
  })
})

describe('the outbox after a reload', () => {
  /** A page that was left with messages on their way. */
  async function leavePage(...numbers: number[]) {
    const { outbox } = open(vi.fn<Send>(noNetwork))
    for (const number of numbers) outbox.post(build(number))
    await flushPromises()
    outbox.dispose()
  }

  it('goes on with the same ids in the same order', async () => {
    await leavePage(1, 2, 3)
    const { send, sent } = open()
    await flushPromises()
    expect(sent()).toEqual(['Message 1', 'Message 2', 'Message 3'])
    expect(send.mock.calls[0]?.[0].clientMessageId).toBe('client-message-1')
    expect(storedIds()).toEqual([])
  })

  it('gives back what lay too long, instead of sending it out of the blue', async () => {
    await leavePage(1)
    vi.setSystemTime(Date.now() + 25 * 60 * 60_000)
    const { send, onGivenUp } = open()
    expect(send).not.toHaveBeenCalled()
    expect(onGivenUp).toHaveBeenCalledWith(expect.objectContaining({ content: 'Message 1' }), {
      isUnsure: true,
    })
    expect(storedIds()).toEqual([])
  })

  it('is empty for another user, and for all after a sign-out', async () => {
    await leavePage(1)
    localStorage.setItem('chatmore.draft.session-1.all', '{"text":"typed"}')
    localStorage.setItem('chatmore.theme', 'dark')
    expect(storedIds('user-2')).toEqual([])
    forgetTyped()
    expect(Object.keys(localStorage)).toEqual(['chatmore.theme'])
  })

  it('takes nothing from a storage that was tampered with', () => {
    for (const text of ['not json', '{}', '[1, null, {"content": 3}]', 'null']) {
      localStorage.setItem('chatmore.outbox.user-1.x', text)
      expect(storedIds()).toEqual([])
    }
  })
})

describe('two tabs', () => {
  /** What the browser tells the other tabs of a change. */
  const tell = (id: string, newValue: string | null) =>
    window.dispatchEvent(new StorageEvent('storage', { key: `chatmore.outbox.user-1.${id}`, newValue }))

  /** One lock a name, as the browser gives it to one tab after the other. */
  function stubLocks() {
    const tails = new Map<string, Promise<void>>()
    vi.stubGlobal('navigator', {
      locks: {
        request(name: string, _options: object, work: () => Promise<void>) {
          const turn = (tails.get(name) ?? Promise.resolve()).then(work)
          tails.set(name, turn)
          return turn
        },
      },
    })
  }

  it('send a message once: the other takes it over only where the first has gone', async () => {
    stubLocks()
    let accept = (_result: SendResult) => {}
    const first = open(vi.fn<Send>(() => new Promise((resolve) => (accept = resolve))))
    first.outbox.post(build(1))
    const second = open()
    await flushPromises()
    expect(second.states()).toEqual(['sending'])
    accept(resultFor())
    await flushPromises()
    expect(first.send).toHaveBeenCalledOnce()
    expect(second.send).not.toHaveBeenCalled()
    expect(second.states()).toEqual([])
  })

  it('hand a message on when the tab that sends it is closed', async () => {
    stubLocks()
    const first = open(vi.fn<Send>(noNetwork))
    first.outbox.post(build(1))
    const second = open()
    await flushPromises()
    expect(second.send).not.toHaveBeenCalled()
    first.outbox.dispose()
    await flushPromises()
    expect(second.sent()).toEqual(['Message 1'])
  })

  it('without locks send it under one and the same id', async () => {
    const first = open(vi.fn<Send>(noNetwork))
    first.outbox.post(build(1))
    const second = open()
    await flushPromises()
    const ids = [...first.send.mock.calls, ...second.send.mock.calls].map(([input]) => input.clientMessageId)
    expect(new Set(ids)).toEqual(new Set(['client-message-1']))
  })

  it('show what the other sends, and forget what it has done', async () => {
    const { outbox } = open(vi.fn<Send>(noNetwork))
    const message = { ...build(1), sentAt: Date.now(), state: 'sending' as const }
    createOutboxStorage('user-1').put(message)
    tell('client-message-1', JSON.stringify(message))
    expect(outbox.items.value).toHaveLength(1)
    createOutboxStorage('user-1').remove('client-message-1')
    tell('client-message-1', null)
    expect(outbox.items.value).toEqual([])
  })
})
