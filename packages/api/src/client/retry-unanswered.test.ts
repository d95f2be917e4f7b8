import { TRPCClientError } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { retryUnanswered, toForeignAnswer } from './retry-unanswered.ts'
import { createWakeableWaits } from './wakeable-waits.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const refusal = (code: string) => ({ data: { appError: { code } } })
const noNetwork = () => TRPCClientError.from(new TypeError('fetch failed'))
const foreign = (status: number) => TRPCClientError.from(toForeignAnswer(status))

/** A call that fails as told, each time once, and then succeeds. */
function createStage(failures: unknown[], forMs = 60_000) {
  const left = [...failures]
  const call = vi.fn((_signal: AbortSignal): Promise<string> => {
    const failure = left.shift()
    return failure === undefined ? Promise.resolve('done') : Promise.reject(failure as Error)
  })
  const waits = createWakeableWaits()
  const controller = new AbortController()
  const start = () => {
    const result = retryUnanswered(call, { forMs, signal: controller.signal, waits })
    result.catch(() => {})
    return result
  }
  return { call, waits, controller, start }
}

describe('a call that gets no answer', () => {
  it.each<[string, unknown]>([
    ['there is no network', noNetwork()],
    ['a proxy answers for a server that is away', foreign(502)],
    ['a network answers with its sign-in page', foreign(200)],
    ['the server has too much to do', refusal('BUSY')],
    ['the server cannot reach its database', refusal('UNAVAILABLE')],
  ])('is made again when %s', async (_when, failure) => {
    const { call, start } = createStage([failure, failure, failure])
    const result = start()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await result).toBe('done')
    expect(call).toHaveBeenCalledTimes(4)
  })

  it.each<[string, unknown]>([
    ['a refusal', refusal('CONFLICT')],
    ['an error of the server', refusal('INTERNAL')],
    ['a proxy that wants a sign-in', foreign(401)],
  ])('is not made again after %s', async (_what, failure) => {
    const { call, start } = createStage([failure])
    await expect(start()).rejects.toBe(failure)
    expect(call).toHaveBeenCalledOnce()
  })

  it('is given up with the last failure when the time is over', async () => {
    const failures = Array.from({ length: 100 }, noNetwork)
    const { call, start } = createStage(failures, 5000)
    const result = start()
    await vi.advanceTimersByTimeAsync(5000)
    await expect(result).rejects.toBe(failures[call.mock.calls.length - 1])
    expect(call.mock.calls.length).toBeGreaterThan(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is made once when no time is given', async () => {
    const { call, start } = createStage([noNetwork()], 0)
    await expect(start()).rejects.toThrow('fetch failed')
    expect(call).toHaveBeenCalledOnce()
  })

  it('is made again at once when something wakes the wait', async () => {
    const { call, waits, start } = createStage([noNetwork()])
    const result = start()
    await vi.advanceTimersByTimeAsync(0)
    waits.wake()
    expect(await result).toBe('done')
    expect(call).toHaveBeenCalledTimes(2)
  })

  it('is not made again once its signal has aborted', async () => {
    const { call, controller, start } = createStage([noNetwork(), noNetwork()])
    const result = start()
    await vi.advanceTimersByTimeAsync(0)
    controller.abort()
    await expect(result).rejects.toThrow()
    expect(call).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is ended and made again when nothing comes back at all', async () => {
    const { call, start } = createStage([])
    call.mockImplementationOnce(
      (signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        ),
    )
    const result = start()
    await vi.advanceTimersByTimeAsync(21_000)
    expect(await result).toBe('done')
    expect(call).toHaveBeenCalledTimes(2)
  })
})
