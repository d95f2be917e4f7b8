import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWakeableWaits } from './wakeable-waits.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('wakeable waits', () => {
  it('last as long as asked', async () => {
    const done = vi.fn()
    void createWakeableWaits().wait(1000).then(done)
    await vi.advanceTimersByTimeAsync(999)
    expect(done).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(done).toHaveBeenCalledOnce()
  })

  it.each<[string, (waits: ReturnType<typeof createWakeableWaits>, controller: AbortController) => void]>([
    ['being woken', (waits) => waits.wake()],
    ['their end', (waits) => waits.end()],
    ['their signal', (_waits, controller) => controller.abort()],
  ])('are over at once by %s, and leave no timer', async (_by, act) => {
    const waits = createWakeableWaits()
    const controller = new AbortController()
    const all = Promise.all([waits.wait(1000, controller.signal), waits.wait(5000, controller.signal)])
    act(waits, controller)
    await all
    expect(vi.getTimerCount()).toBe(0)
  })

  it('do not begin once they ended, or with a signal that has aborted', async () => {
    const waits = createWakeableWaits()
    await waits.wait(1000, AbortSignal.abort())
    waits.end()
    await waits.wait(1000)
    expect(vi.getTimerCount()).toBe(0)
  })
})
