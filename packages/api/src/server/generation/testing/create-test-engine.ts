import type { Message } from '../../../contract/index.ts'
import { createEngine } from '../create-engine.ts'
import { createModelQueues } from '../model-queues.ts'
import { createLocalBus } from '../local-bus.ts'
import type { EventBus, RunPlan } from '../ports.ts'
import { buildMessage } from './build-message.ts'
import { buildPlan } from './build-plan.ts'
import { followSession } from './follow-session.ts'
import { createManualClock, settle, type ManualClock } from './manual-clock.ts'
import { MemoryStore } from './memory-store.ts'
import { createRecordingLog } from './recording-log.ts'
import { createScriptedLlm } from './scripted-llm.ts'

export const sessionId = 'session-1'

interface Shared {
  bus?: EventBus
  clock?: ManualClock
  store?: MemoryStore
  owner?: string
}

/** An engine over fakes of all its ports, held by hand. Two may share the rows of one store. */
export function createTestEngine(shared: Shared = {}) {
  const { owner = 'instance-1' } = shared
  const clock = shared.clock ?? createManualClock()
  const store = shared.store?.openFor(owner) ?? new MemoryStore(clock, owner)
  const llm = createScriptedLlm()
  const log = createRecordingLog()
  const bus = shared.bus ?? createLocalBus()
  const engine = createEngine({ store, bus, llm, clock, log, owner, queues: createModelQueues(clock) })

  /** Adds the input and the pending answer of window `number`, as a send would, on a model named like it. */
  function addTurn(number: number, values: Partial<Message> = {}, plan: Partial<RunPlan> = {}): string {
    const message = buildMessage({
      id: `answer-${number}`,
      replyToId: `input-${number}`,
      windowId: `window-${number}`,
      ...values,
    })
    const { input, endpoint } = buildPlan(message)
    store.add(input)
    store.add(message, { endpoint: { ...endpoint, model: `model-${number}` }, ...plan })
    return message.id
  }

  /** Starts answers 1 to `count` and waits until their upstream calls are made. */
  async function startTurns(count: number): Promise<string[]> {
    const messageIds = Array.from({ length: count }, (_, index) => addTurn(index + 1))
    engine.start(sessionId, messageIds)
    await settle()
    return messageIds
  }

  return {
    clock,
    store,
    llm,
    log,
    bus,
    engine,
    addTurn,
    startTurns,
    callOf: (number: number) => llm.callOf(`model-${number}`),
    follow: (resume?: Parameters<typeof followSession>[2]) => followSession(engine, sessionId, resume),
  }
}
