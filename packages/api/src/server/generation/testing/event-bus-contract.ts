import { describe, expect, it } from 'vitest'
import type { WatchEvent } from '../../../contract/index.ts'
import type { EventBus } from '../ports.ts'
import { buildMessage } from './build-message.ts'

const eventOf = (number: number): WatchEvent => ({
  type: 'message',
  message: buildMessage({ id: `answer-${number}` }),
})

/** What every event bus keeps to. `delivered` resolves once what was published has arrived everywhere. */
export function describeEventBus(
  name: string,
  create: () => Promise<{ bus: EventBus; delivered: () => Promise<void> }>,
): void {
  describe(`${name} as an event bus`, () => {
    it('calls back for each event in the order published', async () => {
      const { bus, delivered } = await create()
      const received: WatchEvent[] = []
      bus.subscribe('session-1', (event) => received.push(event))
      const published = [1, 2, 3].map(eventOf)
      for (const event of published) bus.publish('session-1', event)
      await delivered()
      expect(received).toEqual(published)
    })

    it('calls back everyone who subscribed, and for their session alone', async () => {
      const { bus, delivered } = await create()
      const received: string[] = []
      bus.subscribe('session-1', () => received.push('first'))
      bus.subscribe('session-1', () => received.push('second'))
      bus.subscribe('session-2', () => received.push('other session'))
      bus.publish('session-1', eventOf(1))
      await delivered()
      expect(received.sort()).toEqual(['first', 'second'])
    })

    it('calls back no more after unsubscribing, though others of the session stay', async () => {
      const { bus, delivered } = await create()
      const received: string[] = []
      const unsubscribe = bus.subscribe('session-1', () => received.push('gone'))
      bus.subscribe('session-1', () => received.push('stays'))
      unsubscribe()
      unsubscribe()
      bus.publish('session-1', eventOf(1))
      await delivered()
      expect(received).toEqual(['stays'])
    })

    it('forgets what nobody listened to', async () => {
      const { bus, delivered } = await create()
      bus.publish('session-1', eventOf(1))
      await delivered()
      const received: WatchEvent[] = []
      bus.subscribe('session-1', (event) => received.push(event))
      await delivered()
      expect(received).toEqual([])
    })
  })
}
