import { describe, expect, it } from 'vitest'
import { createTryCounter } from './try-counter.ts'

function create(maxKeys = 100) {
  let time = 0
  const counter = createTryCounter({ tries: 3, withinMs: 1000, maxKeys, now: () => time })
  return { counter, advance: (milliseconds: number) => (time += milliseconds) }
}

describe('a counter of tries', () => {
  it('lets so many through, then says how long to wait, and begins anew when the time is over', () => {
    const { counter, advance } = create()
    expect([1, 2, 3].map(() => counter.count('a'))).toEqual([0, 0, 0])
    advance(400)
    expect(counter.count('a')).toBe(600)
    expect(counter.count('b')).toBe(0)
    advance(600)
    expect(counter.count('a')).toBe(0)
  })

  it('is not prolonged by tries that are refused', () => {
    const { counter, advance } = create()
    for (let count = 0; count < 50; count++) counter.count('a')
    advance(999)
    expect(counter.count('a')).toBe(1)
    advance(1)
    expect(counter.count('a')).toBe(0)
  })

  it('takes a try back, never more than there were, and forgets a key', () => {
    const { counter } = create()
    counter.takeBack('a')
    for (let count = 0; count < 3; count++) counter.count('a')
    counter.takeBack('a')
    expect(counter.count('a')).toBe(0)
    expect(counter.count('a')).toBe(1000)
    counter.forget('a')
    expect(counter.count('a')).toBe(0)
  })

  it('keeps no key that has run out, and no more than it may', () => {
    const { counter, advance } = create(10)
    for (let key = 0; key < 10; key++) counter.count(`early ${key}`)
    advance(1000)
    counter.count('late')
    expect(counter.size).toBe(1)
    for (let key = 0; key < 1000; key++) counter.count(`flood ${key}`)
    expect(counter.size).toBe(10)
    expect(counter.count('flood 999')).toBe(0)
  })
})
