import { describe, expect, it } from 'vitest'
import type { Reading } from '../completion.ts'
import { gatherBytes } from './gather-bytes.ts'

describe('gathering bytes', () => {
  function setUp(isGathering = true) {
    const taken: string[] = []
    const readings: Reading[] = []
    const state = { mayWait: true, isHeld: false }
    const connection = {
      hold: () => void (state.isHeld = true),
      release: () => void (state.isHeld = false),
    }
    const gatherer = gatherBytes({
      gather: isGathering ? (reading) => void readings.push(reading) : undefined,
      mayWait: () => state.mayWait,
      reads: { following: (connect) => connect, current: () => connection },
      take: (bytes) => void taken.push(bytes.toString()),
    })
    gatherer.open()
    const push = (...texts: string[]) => texts.forEach((text) => gatherer.push(Buffer.from(text)))
    return { gatherer, push, taken, readings, state }
  }

  it('passes on as one what came between two readings, asking once for each', () => {
    const { push, taken, readings } = setUp()
    push('a', 'b', 'c')
    expect([taken, readings.length]).toEqual([[], 1])
    readings[0]?.letIn()
    readings[0]?.read()
    push('d')
    readings[1]?.letIn()
    readings[1]?.read()
    expect([taken, readings.length]).toEqual([['abc', 'd'], 2])
  })

  it('holds the connection from the first that waits to the next reading, and asks for one as long as it is held', () => {
    const { push, taken, readings, state } = setUp()
    push('a')
    expect(state.isHeld).toBe(true)
    readings[0]?.letIn()
    expect(state.isHeld).toBe(false)
    push('b')
    expect(state.isHeld).toBe(true)
    readings[0]?.read()
    expect([taken, readings.length]).toEqual([['ab'], 2])
    readings[1]?.letIn()
    readings[1]?.read()
    expect([state.isHeld, readings.length]).toEqual([false, 2])
  })

  it('holds no connection for what may not wait, and none that it has left', () => {
    const { gatherer, push, state } = setUp()
    state.mayWait = false
    push('a')
    expect(state.isHeld).toBe(false)
    state.mayWait = true
    push('b')
    gatherer.leave()
    expect(state.isHeld).toBe(false)
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
    readings[0]?.read()
    gatherer.flush()
    expect(taken).toEqual(['ab'])
  })

  it('lets no more than 64 KB wait', () => {
    const { push, taken } = setUp()
    push('a'.repeat(60_000), 'b'.repeat(10_000), 'c')
    expect(taken.map((text) => text.length)).toEqual([70_000])
  })
})
