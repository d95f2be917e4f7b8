import { createWakeableWaits } from '@chatmore/api/client'
import type { AppErrorCode, Message, SendResult } from '@chatmore/api/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AskParts } from './ask-parts.ts'
import { ask } from './ask.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const refusal = (code: AppErrorCode, retryAfterMs?: number) =>
  Object.assign(new Error(code), { data: { appError: { code, retryAfterMs } } })

const windowIds = Array.from({ length: 50 }, (_, index) => `w${index}`)
const turns = windowIds.map((windowId) => ({
  windowId,
  userMessageId: `u-${windowId}`,
  assistantMessageId: `a-${windowId}`,
}))
/** What `message.stop` is called with. */
const stopped = [
  { sessionId: 's', messageIds: turns.map(({ assistantMessageId }) => assistantMessageId) },
  expect.anything(),
]

const toPage = (windowId: string, status: string) => ({
  windowId,
  items: [{ id: `a-${windowId}`, windowId, content: '', reasoning: '', status } as Message],
  nextCursor: null as string | null,
})
const latest = (status: string) => ({ windows: windowIds.map((id) => toPage(id, status)) })

/** A server whose watch tells of nothing before it is refused, if ever. */
function createStage() {
  let refuseWatch: (error: unknown) => void = () => {}
  const refused = new Promise<never>((_resolve, reject) => (refuseWatch = reject))
  const calls = {
    latest: vi.fn(async () => latest('done')),
    list: vi.fn(async () => toPage('w0', 'done')),
    stop: vi.fn(async () => ({})),
    get: vi.fn(async () => ({ id: 's', windows: windowIds.map((id) => ({ id })) })),
    models: vi.fn(async () => [{ id: 'm', name: 'Model', enabled: true }]),
    create: vi.fn(async () => ({ id: 's', windows: [] })),
    send: vi.fn(async (): Promise<SendResult> => ({ broadcastGroupId: 'g', turns })),
  }
  const watch = () => ({ [Symbol.asyncIterator]: () => ({ next: () => refused }) })
  const client = {
    message: calls,
    model: { list: calls.models },
    session: { get: calls.get, create: calls.create, watch },
  }
  const parts: AskParts = {
    client: client as unknown as AskParts['client'],
    send: calls.send,
    sendRetryMs: 60_000,
    waits: createWakeableWaits(),
    closing: new AbortController().signal,
    finish: (work) => void work.catch(() => {}),
  }
  const start = (keepAnswers = false) => {
    const { result } = ask(parts, { sessionId: 's', content: 'Hello' }, { keepAnswers })
    result.catch(() => {})
    return result
  }
  return { ...calls, parts, start, refuseWatch }
}

describe('an ask whose watch tells nothing', () => {
  it('reads all its answers by one call a second', async () => {
    const { start, latest: read, list, stop } = createStage()
    read.mockResolvedValueOnce(latest('streaming'))
    const result = start()
    await vi.advanceTimersByTimeAsync(1000)
    expect(read).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(1000)
    expect((await result).answers).toHaveLength(50)
    expect(read).toHaveBeenCalledTimes(2)
    expect([list, stop].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
  })

  it('looks further back in a window to which more was sent, and does without one that is gone', async () => {
    const { start, latest: read, list } = createStage()
    const [first, second, ...others] = latest('done').windows
    read.mockResolvedValueOnce({ windows: [{ ...first!, items: [], nextCursor: 'further' }, ...others] })
    const result = start()
    await vi.advanceTimersByTimeAsync(1000)
    const { byWindow } = await result
    expect([first, second].map((page) => page!.windowId in byWindow)).toEqual([true, false])
    expect(list).toHaveBeenCalledOnce()
  })

  it('reads again what was not read for a fault or for too many calls, when the server said', async () => {
    const { start, latest: read } = createStage()
    read.mockRejectedValueOnce(refusal('INTERNAL')).mockRejectedValueOnce(refusal('RATE_LIMITED', 5000))
    const result = start()
    await vi.advanceTimersByTimeAsync(6500)
    expect(read).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(2000)
    expect((await result).answers).toHaveLength(50)
    expect(read).toHaveBeenCalledTimes(3)
  })

  it.each(['UNAUTHORIZED', 'FORBIDDEN'] as const)(
    'ends where its reading is %s, and stops the answers unless they are to be kept',
    async (code) => {
      for (const keepAnswers of [false, true]) {
        const { start, latest: read, stop } = createStage()
        read.mockRejectedValue(refusal(code))
        const result = start(keepAnswers)
        await vi.advanceTimersByTimeAsync(1000)
        await expect(result).rejects.toThrow(code)
        expect(stop.mock.calls).toEqual(keepAnswers ? [] : [stopped])
      }
    },
  )
})

describe('an ask that fails after its input was sent', () => {
  it('stops the answers where its session cannot be read', async () => {
    const { start, get, stop } = createStage()
    get.mockRejectedValueOnce(refusal('INTERNAL'))
    await expect(start()).rejects.toThrow('INTERNAL')
    await vi.advanceTimersByTimeAsync(0)
    expect(stop.mock.calls).toEqual([stopped])
  })

  it('stops them once, where its watch is refused and it is aborted, too', async () => {
    const { parts, refuseWatch, stop } = createStage()
    const controller = new AbortController()
    const asking = ask(parts, { sessionId: 's', content: 'Hello' }, { signal: controller.signal })
    refuseWatch(refusal('NOT_FOUND'))
    await expect(asking.result).rejects.toThrow('NOT_FOUND')
    controller.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect(stop).toHaveBeenCalledOnce()
  })
})

it('an ask for a new session and for one that there is at once asks the server nothing', async () => {
  const { parts, ...calls } = createStage()
  const input = { sessionId: 's', models: ['Model'], content: 'Hello' } as never
  await expect(ask(parts, input).result).rejects.toThrow('models: cannot stand beside sessionId')
  expect([calls.models, calls.create, calls.get, calls.send].flatMap(({ mock }) => mock.calls)).toEqual([])
})

it('an ask shares its time among all its steps', async () => {
  const { parts, models, create, send } = createStage()
  const noNetwork = new TypeError('fetch failed')
  models.mockImplementation(async () => {
    if (performance.now() < opensAt) throw noNetwork
    return [{ id: 'm', name: 'Model', enabled: true }]
  })
  create.mockRejectedValue(noNetwork)
  const opensAt = performance.now() + 40_000
  const begunAt = performance.now()
  const { result } = ask(parts, { models: ['Model'], content: 'Hello' })
  const endedAt = result.catch((error: unknown) => {
    expect(error).toBe(noNetwork)
    return performance.now()
  })
  await vi.advanceTimersByTimeAsync(200_000)
  expect(((await endedAt) as number) - begunAt).toBeLessThanOrEqual(60_000)
  expect(create).toHaveBeenCalled()
  expect(send).not.toHaveBeenCalled()
})
