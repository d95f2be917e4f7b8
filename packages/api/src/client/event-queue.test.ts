import { describe, expect, it, vi } from 'vitest'
import { createEventQueue } from './event-queue.ts'

describe('createEventQueue', () => {
  it('gives events in order, those that came before the loop and those that come while it waits', async () => {
    const queue = createEventQueue<number>(() => {})
    queue.push(1)
    queue.push(2)
    const loop = queue[Symbol.asyncIterator]()
    expect((await loop.next()).value).toBe(1)
    expect((await loop.next()).value).toBe(2)
    const third = loop.next()
    queue.push(3)
    expect((await third).value).toBe(3)
  })

  it('ends after what waits', async () => {
    const leave = vi.fn()
    const queue = createEventQueue<number>(leave)
    queue.push(1)
    queue.end()
    queue.push(2)
    const events: number[] = []
    for await (const event of queue) events.push(event)
    expect(events).toEqual([1])
    expect(leave).toHaveBeenCalledOnce()
  })

  it('throws what it was ended with, into a loop that waits', async () => {
    const queue = createEventQueue<number>(() => {})
    const next = queue[Symbol.asyncIterator]().next()
    queue.end({ error: new Error('refused') })
    await expect(next).rejects.toThrow('refused')
  })

  it('tells once that its consumer has stopped looping', async () => {
    const leave = vi.fn()
    const queue = createEventQueue<number>(leave)
    queue.push(1)
    for await (const _event of queue) break
    queue.end()
    expect(leave).toHaveBeenCalledOnce()
  })

  it('lets a consumer leave while it waits for an event', async () => {
    const leave = vi.fn()
    const queue = createEventQueue<number>(leave)
    const loop = queue[Symbol.asyncIterator]()
    const next = loop.next()
    await loop.return?.()
    expect((await next).done).toBe(true)
    expect(leave).toHaveBeenCalledOnce()
  })
})
