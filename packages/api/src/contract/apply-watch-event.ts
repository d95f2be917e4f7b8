import { isInFlight } from './message-status.ts'
import type { Message } from './message.ts'
import type { Session } from './session.ts'
import type { DeltaEvent, WatchBatch, WatchEvent } from './watch-event.ts'

/** What a watcher knows: the session once it changed, and each message it was told of, by id. */
export interface WatchState {
  session: Session | null
  messages: Readonly<Record<string, Message>>
  /**
   * Messages to fetch again with `message.list`: answers whose text has a gap, or that ended unseen, and what stood in a
   * window before its history was rewound. One that is then not listed is archived.
   */
  stale: readonly string[]
}

/** What a watcher knows before the first event. */
export const emptyWatchState: WatchState = { session: null, messages: {}, stale: [] }

/**
 * Applies one event of `session.watch`, or a batch of them. Pure: the web, the SDK and the tests agree through it on what a stream means.
 * A delta that overlaps what is known adds only its new part; one that leaves a gap marks the answer stale.
 */
export function applyWatchEvent(state: WatchState, event: WatchEvent | WatchBatch): WatchState {
  switch (event.type) {
    case 'batch':
      return event.events.reduce(applyWatchEvent, state)
    case 'session':
      return withSession(state, event.session)
    case 'message':
      return withMessages(state, [event.message])
    case 'sync':
      return withMessages({ ...state, stale: endedUnseen(state, event.messages) }, event.messages)
    case 'delta':
      return applyDelta(state, event)
    default:
      // A newer server tells of more than is known here.
      return state
  }
}

/** Of a window whose history was rewound, or brought back, what came before that may be archived by now. */
function withSession(state: WatchState, session: Session): WatchState {
  const before = new Map(state.session?.windows.map(({ id, historySeq }) => [id, historySeq]))
  const rewound = session.windows.filter(({ id, historySeq }) => historySeq > (before.get(id) ?? 0))
  const bounds = new Map(rewound.map(({ id, historySeq }) => [id, historySeq]))
  const isDoubtful = ({ windowId, seq }: Message) => seq < (bounds.get(windowId) ?? 0)
  const doubtful = Object.values(state.messages).filter(isDoubtful)
  return { ...state, session, stale: [...new Set([...state.stale, ...doubtful.map(({ id }) => id)])] }
}

function withMessages(state: WatchState, messages: Message[]): WatchState {
  const fresh = new Map(messages.map((message) => [message.id, message]))
  return {
    ...state,
    messages: { ...state.messages, ...Object.fromEntries(fresh) },
    stale: state.stale.filter((id) => !fresh.has(id)),
  }
}

function endedUnseen(state: WatchState, inFlight: Message[]): string[] {
  const live = new Set(inFlight.map((message) => message.id))
  const lost = Object.values(state.messages).filter(
    (message) => isInFlight(message.status) && !live.has(message.id),
  )
  return [...new Set([...state.stale, ...lost.map((message) => message.id)])]
}

function applyDelta(state: WatchState, delta: DeltaEvent): WatchState {
  const message = state.messages[delta.messageId]
  const text = message && appendAt(message[delta.channel], delta.at, delta.text)
  if (!message || text === null || text === undefined) return markStale(state, delta.messageId)
  const status = message.status === 'pending' ? 'streaming' : message.status
  const grown = { ...message, status, [delta.channel]: text }
  return { ...state, messages: { ...state.messages, [message.id]: grown } }
}

function markStale(state: WatchState, messageId: string): WatchState {
  return state.stale.includes(messageId) ? state : { ...state, stale: [...state.stale, messageId] }
}

/** `text` put at offset `at` of `known`: null where that would leave a gap. */
export function appendAt(known: string, at: number, text: string): string | null {
  if (at > known.length) return null
  const overlap = known.length - at
  return overlap >= text.length ? known : known + text.slice(overlap)
}
