import {
  applyWatchEvent,
  emptyWatchState,
  isInFlight,
  type Message,
  type Turn,
  type WatchEvent,
  type WatchState,
} from '@chatmore/api/contract'
import type { AskResult, AskStartEvent } from './asking.ts'

/** An input that the server has. */
export interface Started {
  event: AskStartEvent
  turns: Turn[]
}

export type Outcome = { error: unknown } | { result: AskResult }

/** What is known of an input and its answers. */
export interface Progress {
  readonly started: Started | null
  readonly outcome: Outcome | null
  find(messageId: string): Message | undefined
  /** Turns whose answers nobody told of, have a gap in their texts, or ended unseen. */
  unknown(): Turn[]
  /** Whether every answer has ended. */
  isComplete(): boolean
  start(started: Started): void
  apply(event: WatchEvent): void
  /** This answer is not there any more. */
  lose(messageId: string): void
  end(outcome: Outcome): void
  /** Resolves at the next change, or when woken. */
  changed(): Promise<void>
  wake(): void
}

export function createProgress(): Progress {
  const lost = new Set<string>()
  const waiting = new Set<() => void>()
  let state: WatchState = emptyWatchState
  let started: Started | null = null
  let outcome: Outcome | null = null

  const isKnown = (id: string) => lost.has(id) || (id in state.messages && !state.stale.includes(id))
  const hasEnded = (id: string) => {
    const status = state.messages[id]?.status
    return lost.has(id) || (status !== undefined && !isInFlight(status))
  }
  const wake = () => {
    for (const resolve of waiting) resolve()
    waiting.clear()
  }
  return {
    get started() {
      return started
    },
    get outcome() {
      return outcome
    },
    find: (messageId) => (lost.has(messageId) ? undefined : state.messages[messageId]),
    unknown: () => started?.turns.filter((turn) => !isKnown(turn.assistantMessageId)) ?? [],
    isComplete: () =>
      started?.turns.every(({ assistantMessageId: id }) => isKnown(id) && hasEnded(id)) ?? false,
    start(value) {
      started = value
      wake()
    },
    apply(event) {
      state = applyWatchEvent(state, event)
      wake()
    },
    lose(messageId) {
      lost.add(messageId)
      wake()
    },
    end(value) {
      outcome ??= value
      wake()
    },
    changed: () => new Promise((resolve) => waiting.add(resolve)),
    wake,
  }
}
