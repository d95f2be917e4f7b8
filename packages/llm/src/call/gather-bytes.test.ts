import { describe, expect, it } from 'vitest'
import { gatherBytes } from './gather-bytes.ts'

describe('gathering bytes', () => {
  function setUp(isGathering = true) {
    const taken: string[] = []
    const readings: (() => void)[] = []
    const state = { mayWait: true }
    const gatherer = gatherBytes({
      gather: isGathering ? (read) => void readings.push(read) : undefined,
      mayWait: () => state.mayWait,
      take: (bytes) => void taken.push(bytes.toString()),
    })
    const push = (...texts: string[]) => texts.forEach((text) => gatherer.push(Buffer.from(text)))
    return { gatherer, push, taken, readings, state }
  }

  it('passes on as one what came between two readings, asking once for each', () => {
    const { push, taken, readings } = setUp()
    push('a', 'b', 'c')
    expect([taken, readings.length]).toEqual([[], 1])
    readings[0]?.()
    push('d')
    readings[1]?.()
    expect([taken, readings.length]).toEqual([['abc', 'd'], 2])
  })

  it('passes on at once what may not wait, and everything where nobody gathers', () => {
    const { push, taken, readings, state } = setUp()
    state.mayWait = false
    push('a', 'b')
    const ungathered = setUp(false)
    ungathered.push('a', 'b')
    expect([taken, readings.length, ungathered.taken]).toEqual([['a', 'b'], 0, ['a', 'b']])
  })

  it('keeps the order where the end comes before the reading, and passes on nothing twice', () => {
    const { gatherer, push, taken, readings } = setUp()
    push('a', 'b')
    gatherer.flush()
    readings[0]?.()
    gatherer.flush()
    expect(taken).toEqual(['ab'])
  })

  it('lets no more than 64 KB wait', () => {
    const { push, taken } = setUp()
    push('a'.repeat(60_000), 'b'.repeat(10_000), 'c')
    expect(taken.map((text) => text.length)).toEqual([70_000])
  })
})
