import {
  applyWatchEvent,
  emptyWatchState,
  isInFlight,
  type Message,
  type Session,
  type WatchEvent,
  type WatchState,
} from '@chatmore/api/contract'
import { ref, shallowReactive, shallowRef, type Ref, type ShallowRef } from 'vue'
import { createFramePacer } from './frame-pacer.ts'
import { createGrowth } from './growth.ts'
import { advanceClock, startClock, type AnswerClock } from './lib/answer-clock.ts'

/** An answer in flight. Its text changes with an animation frame: twenty to thirty times a second, twice in a window out of view. */
export interface RunningAnswer {
  windowId: string
  message: ShallowRef<Message>
}

export interface LiveAnswers {
  /** The answers in flight by id; reading the map does not depend on their texts. */
  readonly running: ReadonlyMap<string, RunningAnswer>
  /** Whether the server has told what is in flight. */
  readonly isSynced: Readonly<Ref<boolean>>
  /** What this page saw of an answer's timing, also after its end. */
  clockOf(messageId: string): AnswerClock | undefined
  apply(event: WatchEvent): void
  /** Tells whether a window can be seen, which all are taken to be at first. */
  noteView(windowId: string, isInView: boolean): void
  dispose(): void
}

/**
 * Nobody reads faster than thirty changes a second, or twenty where many texts grow side by side: the frames between stay
 * free. A little less than two frames, and than three, so that one that comes a moment early is not passed over.
 */
const REST_MS = 30
const REST_OF_MANY_MS = 46
const MANY = 4

/** When texts that nobody sees are looked at again, should nothing else come. */
const LATER_MS = 250

export interface LiveSinks {
  /** A message was created, or has changed its status: it belongs into the cache. */
  onMessage(message: Message): void
  onSession(session: Session): void
  /** The server told of everything in flight; not for the first time where there was a loss. Of what changed before it tells nothing. */
  onSync(isFirst: boolean): void
  /** Answers ended while nobody watched: what they ended with is to be read. */
  onEndedUnseen(messages: Message[]): void
  /** A piece of text is missing: only a fresh copy from the server mends that. */
  onGap(): void
}

/** Folds the events of `session.watch` into one reactive text per answer in flight. */
export function createLiveAnswers(sinks: LiveSinks): LiveAnswers {
  let state: WatchState = emptyWatchState
  const running = shallowReactive(new Map<string, RunningAnswer>())
  const clocks = createClocks()
  const pacer = createFramePacer(flush, () => (running.size > MANY ? REST_OF_MANY_MS : REST_MS))
  const growth = createGrowth()
  const isSynced = ref(false)

  function apply(event: WatchEvent): void {
    state = applyWatchEvent(state, event)
    if (event.type === 'session') sinks.onSession(event.session)
    else if (event.type === 'message') take(event.message)
    else if (event.type === 'delta') grow(event.messageId)
    else sync(event.messages)
  }

  function sync(messages: Message[]): void {
    for (const message of messages) take(message)
    sinks.onSync(!isSynced.value)
    isSynced.value = true
    const ended = state.stale.flatMap((id) => state.messages[id] ?? [])
    for (const message of ended) drop(message.id)
    if (ended.length > 0) sinks.onEndedUnseen(ended)
  }

  function take(message: Message): void {
    if (isInFlight(message.status)) show(message)
    else drop(message.id)
    sinks.onMessage(message)
  }

  function show(message: Message): void {
    growth.settle(message.id)
    clocks.tick(message)
    const known = running.get(message.id)
    if (known) known.message.value = message
    else running.set(message.id, { windowId: message.windowId, message: shallowRef(message) })
  }

  function drop(id: string): void {
    growth.forget(id)
    running.delete(id)
    const { [id]: _ended, ...messages } = state.messages
    state = { ...state, messages, stale: state.stale.filter((stale) => stale !== id) }
  }

  function grow(id: string): void {
    const message = state.messages[id]
    if (!message || state.stale.includes(id)) return sinks.onGap()
    clocks.tick(message)
    growth.note(message)
    pacer.request()
  }

  /** All texts in view change in one and the same frame. */
  function flush(time: number): void {
    for (const id of growth.takeDue(time)) {
      const message = state.messages[id]
      if (message) show(message)
    }
    if (growth.isWaiting()) pacer.requestIn(LATER_MS)
  }

  function noteView(windowId: string, isInView: boolean): void {
    growth.noteView(windowId, isInView)
    if (isInView && growth.isWaiting()) pacer.request()
  }

  return { running, isSynced, clockOf: clocks.find, apply, noteView, dispose: pacer.dispose }
}

function createClocks() {
  const clocks = new Map<string, AnswerClock>()
  return {
    find: (messageId: string) => clocks.get(messageId),
    tick(message: Message): void {
      const clock = clocks.get(message.id)
      const now = Date.now()
      // One that waits for its turn has not been asked yet.
      if (message.waiting) clocks.set(message.id, { ...startClock(message, now), startedAt: now })
      else clocks.set(message.id, clock ? advanceClock(clock, message, now) : startClock(message, now))
    },
  }
}
