import { describe, expect, it } from 'vitest'
import { keepTrying } from './keep-trying.ts'
import { createManualClock, settle } from './testing/manual-clock.ts'

function setUp(failures: number) {
  const clock = createManualClock()
  const controller = new AbortController()
  const tries: number[] = []
  const work = async () => {
    tries.push(clock.monotonic())
    if (tries.length <= failures) throw new Error(`failure ${tries.length}`)
    return 'done'
  }
  const noted: unknown[] = []
  const onFailure = (failure: unknown) => noted.push(failure)
  const { signal } = controller
  const result = keepTrying(work, { clock, withinMs: 60_000, signal, onFailure })
  result.catch(() => {})
  return { clock, controller, tries, noted, result }
}

describe('trying again', () => {
  it('does not try again what succeeded', async () => {
    const { result, tries, noted } = setUp(0)
    await expect(result).resolves.toBe('done')
    expect([tries, noted]).toEqual([[0], []])
  })

  it('waits longer each time, up to five seconds', async () => {
    const { clock, result, tries, noted } = setUp(7)
    await clock.advance(30_000)
    await expect(result).resolves.toBe('done')
    expect(tries).toEqual([0, 250, 750, 1750, 3750, 7750, 12_750, 17_750])
    expect(noted).toHaveLength(7)
  })

  it('gives up with the last failure once its time is over', async () => {
    const { clock, result, tries } = setUp(Number.POSITIVE_INFINITY)
    await clock.advance(60_000)
    await expect(result).rejects.toThrow(`failure ${tries.length}`)
    expect(tries.at(-1)).toBeLessThanOrEqual(60_000)
    expect(clock.timerCount).toBe(0)
  })

  it.each([3_600_000, -3_600_000])('takes its time though the time of day is set by %i ms', async (by) => {
    const { clock, result, tries } = setUp(Number.POSITIVE_INFINITY)
    await clock.advance(20_000)
    clock.setBy(by)
    await clock.advance(40_000)
    await expect(result).rejects.toThrow('failure')
    expect(tries.at(-1)).toBeGreaterThan(50_000)
  })

  it('gives up with the next failure once told to', async () => {
    const { clock, controller, result, tries } = setUp(Number.POSITIVE_INFINITY)
    await settle()
    controller.abort()
    await clock.advance(250)
    await expect(result).rejects.toThrow('failure 2')
    expect(tries).toEqual([0, 250])
  })
})
