import type { Message } from '../../../contract/index.ts'
import { createEngine } from '../create-engine.ts'
import { createLocalBus } from '../local-bus.ts'
import type { EventBus } from '../ports.ts'
import { buildMessage } from './build-message.ts'
import { buildPlan } from './build-plan.ts'
import { followSession } from './follow-session.ts'
import { createManualClock, settle } from './manual-clock.ts'
import { MemoryStore } from './memory-store.ts'
import { createRecordingLog } from './recording-log.ts'
import { createScriptedLlm } from './scripted-llm.ts'

export const sessionId = 'session-1'

/** An engine over fakes of all its ports, held by hand. */
export function createTestEngine(shared: { bus?: EventBus } = {}) {
  const clock = createManualClock()
  const store = new MemoryStore(clock)
  const llm = createScriptedLlm()
  const log = createRecordingLog()
  const bus = shared.bus ?? createLocalBus()
  const engine = createEngine({ store, bus, llm, clock, log, owner: 'instance-1' })

  /** Adds the input and the pending answer of window `number`, as a send would, on a model named like it. */
  function addTurn(number: number, values: Partial<Message> = {}): string {
    const message = buildMessage({
      id: `answer-${number}`,
      replyToId: `input-${number}`,
      windowId: `window-${number}`,
      ...values,
    })
    const { input, endpoint } = buildPlan(message)
    store.add(input)
    store.add(message, { endpoint: { ...endpoint, model: `model-${number}` } })
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
