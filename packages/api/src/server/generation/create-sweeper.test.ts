import { describe, expect, it } from 'vitest'
import { createDatabaseTime } from './database-time.ts'
import { createSweeper } from './create-sweeper.ts'
import { createLocalBus } from './local-bus.ts'
import { createManualClock } from './testing/manual-clock.ts'
import { MemoryStore } from './testing/memory-store.ts'
import { createRecordingLog } from './testing/recording-log.ts'

function setUp(renewAll: () => Promise<void>) {
  const clock = createManualClock()
  const store = new MemoryStore(clock)
  const log = createRecordingLog()
  const checkpoints = { wake: () => {}, renewAll }
  const time = createDatabaseTime({ store, clock })
  return {
    clock,
    store,
    log,
    sweeper: createSweeper({ store, bus: createLocalBus(), clock, log, checkpoints, time }),
  }
}

describe('the sweeper', () => {
  it('renews the own leases before it looks for expired ones', async () => {
    const order: string[] = []
    const { store, sweeper } = setUp(async () => void order.push(...store.calls, 'renewAll'))
    await sweeper.start()
    expect([...order, ...store.calls]).toEqual(['renewAll', 'interruptExpired', 'readTime'])
  })

  it('takes nothing while the own leases cannot be renewed', async () => {
    const { store, sweeper, log, clock } = setUp(async () => Promise.reject(new Error('away')))
    await sweeper.start()
    await clock.advance(5000)
    expect(store.calls).toEqual([])
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn'])
  })

  it('ends with its timer', async () => {
    const { store, sweeper, clock } = setUp(async () => {})
    await sweeper.start()
    sweeper.stop()
    await clock.advance(20_000)
    expect([store.calls, clock.timerCount]).toEqual([['interruptExpired', 'readTime'], 0])
  })
})
