import { expect, it } from 'vitest'
import type { Session } from '../../contract/index.ts'
import { createSessionAnnouncer } from './announce.ts'
import { createLocalBus } from './local-bus.ts'
import { buildSession } from './testing/build-session.ts'
import { createManualClock, settle } from './testing/manual-clock.ts'
import { MemoryStore } from './testing/memory-store.ts'
import { createRecordingLog } from './testing/recording-log.ts'

/** Announces sessions whose reads are finished by hand, in whatever order. */
function createAnnouncer() {
  const reads: (() => void)[] = []
  const told: string[] = []
  const store = new MemoryStore(createManualClock())
  const bus = createLocalBus()
  let title = ''
  store.findSession = () => {
    const session = buildSession({ title })
    return new Promise<Session>((resolve) => reads.push(() => resolve(session)))
  }
  bus.subscribe('session-1', (event) => event.type === 'session' && told.push(event.session.title))
  const announce = createSessionAnnouncer({ store, bus, log: createRecordingLog() })
  return {
    told,
    reads,
    change(to: string) {
      title = to
      return announce('session-1')
    },
    /** The latest read comes back first. */
    async finishReads() {
      while (reads.length > 0) {
        reads.pop()?.()
        await settle()
      }
    },
  }
}

it('what was read last is told last, whichever read takes longer', async () => {
  const { change, finishReads, told } = createAnnouncer()
  const changes = [change('old'), change('new')]
  await finishReads()
  await Promise.all(changes)
  expect(told).toEqual(['old', 'new'])
})

it('changes that come while one is being told are told together', async () => {
  const { change, finishReads, told, reads } = createAnnouncer()
  const changes = ['one', 'two', 'three', 'four'].map(change)
  expect(reads).toHaveLength(1)
  await finishReads()
  await Promise.all(changes)
  expect(told).toEqual(['one', 'four'])
  const later = change('five')
  await finishReads()
  await later
  expect(told.at(-1)).toBe('five')
})
