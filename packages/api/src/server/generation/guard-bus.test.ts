import { describe, expect, it } from 'vitest'
import { guardBus } from './guard-bus.ts'
import { createLocalBus } from './local-bus.ts'
import { buildMessage } from './testing/build-message.ts'
import { describeEventBus } from './testing/event-bus-contract.ts'
import { createRecordingLog } from './testing/recording-log.ts'

describeEventBus('a guarded bus', async () => ({
  bus: guardBus(createLocalBus(), createRecordingLog()),
  delivered: async () => {},
}))

describe('a guarded bus', () => {
  const event = { type: 'message', message: buildMessage() } as const

  it('lets the others hear what one listener fails at, and logs the failure', () => {
    const log = createRecordingLog()
    const bus = guardBus(createLocalBus(), log)
    const heard: unknown[] = []
    bus.subscribe('session-1', () => {
      throw new Error('broken listener')
    })
    bus.subscribe('session-1', (each) => heard.push(each))
    bus.publish('session-1', event)
    expect(heard).toEqual([event])
    expect(log.lines.map(({ level }) => level)).toEqual(['error'])
  })

  it('does not fail who publishes', () => {
    const log = createRecordingLog()
    const broken = { ...createLocalBus(), publish: () => expect.fail('no connection') }
    guardBus(broken, log).publish('session-1', event)
    expect(log.lines).toHaveLength(1)
  })
})
