import { describe, expect, it, vi } from 'vitest'
import { createHeldRights } from './held-rights.ts'
import { createManualClock } from './testing/manual-clock.ts'
import { createRecordingLog } from './testing/recording-log.ts'

describe('the rights of watchers', () => {
  function open() {
    const clock = createManualClock()
    const log = createRecordingLog()
    return { clock, lines: log.lines, rights: createHeldRights({ clock, log }) }
  }
  const allowed = () => ({ isAllowed: vi.fn(async () => true), close: vi.fn() })

  it('are asked for together, whenever each watcher came', async () => {
    const { clock, rights } = open()
    const holders = [allowed(), allowed(), allowed()]
    const askedAt: number[] = []
    for (const holder of holders) {
      holder.isAllowed.mockImplementation(async () => askedAt.push(clock.monotonic()) > 0)
      rights.hold(holder)
      await clock.advance(1000)
    }
    await clock.advance(2000)
    expect(new Set(askedAt).size).toBe(1)
    expect(askedAt).toHaveLength(3)
    await clock.advance(4500)
    expect(new Set(askedAt).size).toBe(2)
    expect(clock.timerCount).toBe(1)
  })

  it('end the one watcher that lost them, and no other', async () => {
    const { clock, rights } = open()
    const [one, other] = [allowed(), allowed()]
    rights.hold(one)
    rights.hold(other)
    one.isAllowed.mockResolvedValue(false)
    await clock.advance(5000)
    expect([one.close.mock.calls.length > 0, other.close.mock.calls.length]).toEqual([true, 0])
  })

  it('are told of once a round where they cannot be read', async () => {
    const { clock, rights, lines } = open()
    for (const holder of [allowed(), allowed()]) {
      holder.isAllowed.mockRejectedValue(new Error('away'))
      rights.hold(holder)
    }
    await clock.advance(5000)
    expect(lines).toHaveLength(1)
  })

  it('are asked for no more once the last watcher has left', async () => {
    const { clock, rights } = open()
    const holder = allowed()
    const release = rights.hold(holder)
    release()
    expect(clock.timerCount).toBe(0)
    await clock.advance(10_000)
    expect(holder.isAllowed).not.toHaveBeenCalled()
  })
})
