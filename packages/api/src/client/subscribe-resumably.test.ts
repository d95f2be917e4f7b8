import { describe, expect, it } from 'vitest'
import { subscribeResumably, type SubscriptionObserver } from './subscribe-resumably.ts'

/** A server whose subscriptions and clock the test holds. */
function createStage(signal?: AbortSignal) {
  const opened: { lastEventId: string | undefined; observer: SubscriptionObserver; isOpen: boolean }[] = []
  const waits: { delayMs: number; callback: () => void; isCancelled: boolean }[] = []
  const events = subscribeResumably<string>({
    signal,
    open(lastEventId, observer) {
      const subscription = { lastEventId, observer, isOpen: true }
      opened.push(subscription)
      return { unsubscribe: () => (subscription.isOpen = false) }
    },
    schedule(delayMs, callback) {
      const wait = { delayMs, callback, isCancelled: false }
      waits.push(wait)
      return () => (wait.isCancelled = true)
    },
  })
  return { opened, waits, loop: events[Symbol.asyncIterator]() }
}

const refusal = (code: string) => ({ data: { appError: { code } } })

describe('subscribeResumably', () => {
  it('gives the events without their envelopes', async () => {
    const { opened, loop } = createStage()
    opened[0]?.observer.onData({ id: '1', data: 'a' })
    expect(await loop.next()).toEqual({ done: false, value: 'a' })
  })

  it('gives the events of a batch one by one, and goes on after the last of them', async () => {
    const { opened, waits, loop } = createStage()
    const batch = { type: 'batch', events: ['a', 'b', 'c'] }
    opened[0]?.observer.onData({ id: '7', data: batch })
    expect((await loop.next()).value).toBe('a')
    opened[0]?.observer.onError(refusal('INTERNAL'))
    waits[0]?.callback()
    expect(opened[1]?.lastEventId).toBe('7')
    opened[1]?.observer.onData({ id: '8', data: 'd' })
    expect([(await loop.next()).value, (await loop.next()).value, (await loop.next()).value]).toEqual([
      'b',
      'c',
      'd',
    ])
  })

  it.each([
    ['an internal error', (observer: SubscriptionObserver) => observer.onError(refusal('INTERNAL'))],
    [
      'an error that is not the API’s',
      (observer: SubscriptionObserver) => observer.onError(new Error('lost')),
    ],
    ['an end that was not asked for', (observer: SubscriptionObserver) => observer.onComplete()],
  ])('goes on after the last event when %s ended the subscription', async (_what, fail) => {
    const { opened, waits, loop } = createStage()
    opened[0]?.observer.onData({ id: '7', data: 'a' })
    fail(opened[0]!.observer)
    expect(opened).toHaveLength(1)
    expect(waits[0]?.delayMs).toBeGreaterThanOrEqual(200)
    waits[0]?.callback()
    expect(opened[1]?.lastEventId).toBe('7')
    opened[1]?.observer.onData({ id: '8', data: 'b' })
    expect([(await loop.next()).value, (await loop.next()).value]).toEqual(['a', 'b'])
  })

  it('waits longer after each failure in a row, and short again after an event', () => {
    const { opened, waits } = createStage()
    for (let turn = 0; turn < 8; turn++) {
      opened.at(-1)?.observer.onError(refusal('INTERNAL'))
      waits.at(-1)?.callback()
    }
    expect(waits.every((wait, turn) => wait.delayMs <= Math.min(10_000, 400 * 2 ** turn))).toBe(true)
    opened.at(-1)?.observer.onData({ id: '1', data: 'a' })
    opened.at(-1)?.observer.onError(refusal('INTERNAL'))
    expect(waits.at(-1)?.delayMs).toBeLessThanOrEqual(400)
  })

  it.each(['UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'INVALID_INPUT'])(
    'throws %s, which another try would not change',
    async (code) => {
      const { opened, waits, loop } = createStage()
      const next = loop.next()
      opened[0]?.observer.onError(refusal(code))
      await expect(next).rejects.toEqual(refusal(code))
      expect(waits).toEqual([])
    },
  )

  it('opens one subscription for an error and an end that come together', () => {
    const { opened, waits } = createStage()
    opened[0]?.observer.onError(refusal('INTERNAL'))
    opened[0]?.observer.onComplete()
    expect(waits).toHaveLength(1)
  })

  it('unsubscribes when its consumer stops looping', async () => {
    const { opened, loop } = createStage()
    opened[0]?.observer.onData({ id: '1', data: 'a' })
    await loop.next()
    await loop.return?.()
    expect(opened[0]?.isOpen).toBe(false)
  })

  it('ends the loop and unsubscribes when its signal aborts', async () => {
    const controller = new AbortController()
    const { opened, loop } = createStage(controller.signal)
    const next = loop.next()
    controller.abort()
    expect(await next).toEqual({ done: true, value: undefined })
    expect(opened[0]?.isOpen).toBe(false)
  })

  it('gives up a wait when its signal aborts', () => {
    const controller = new AbortController()
    const { opened, waits } = createStage(controller.signal)
    opened[0]?.observer.onError(refusal('INTERNAL'))
    controller.abort()
    expect(waits[0]?.isCancelled).toBe(true)
  })

  it('opens nothing for a signal that was aborted before', async () => {
    const { opened, loop } = createStage(AbortSignal.abort())
    expect((await loop.next()).done).toBe(true)
    expect(opened).toEqual([])
  })
})
