import type { Message } from '@chatmore/api/contract'
import type { QueryClient } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import type { Api } from '../../shared/api/use-api.ts'
import type { LiveAnswers } from './live-answers.ts'
import { isRunning, toAnswerState, type AnswerState } from './lib/answer-state.ts'
import { groupTurns, type Turn } from './lib/group-turns.ts'
import { keepFurtherAlong } from './lib/keep-further-along.ts'
import { listMessages, type MessagePages } from './lib/message-pages.ts'
import { queryMessagePages } from './message-queries.ts'
import type { ReadNewestPage } from './newest-pages.ts'

/** All that the screen knows of one window's messages. */
export interface WindowMessages {
  rows: ComputedRef<Message[]>
  turns: ComputedRef<Turn[]>
  /** The newest answer as far as it has come. */
  newest: ComputedRef<Message | null>
  /** Of the newest answer; null without one. */
  state: ComputedRef<AnswerState | null>
  isRunning: ComputedRef<boolean>
  query: ReturnType<typeof queryMessagePages>['query']
  /** Keeps but the newest messages, as the others can be read again. */
  forgetOlder(): void
}

interface Parts {
  api: Api
  queryClient: QueryClient
  live: LiveAnswers
  readNewest: ReadNewestPage
  historySeqOf(windowId: string): number
}

export function createWindowMessages({ live, ...parts }: Parts, windowId: string): WindowMessages {
  const { query, forgetOlder } = queryMessagePages(parts, windowId)
  const rows = computed(() => (query.data.value ? listMessages(query.data.value as MessagePages) : []))
  const turns = computed(() => groupTurns(rows.value))
  const newest = computed(() => {
    const message = turns.value.at(-1)?.attempts.at(-1)
    return message ? withLiveText(live, message) : null
  })
  const state = computed(() => newest.value && toAnswerState(newest.value))
  const hasRunning = computed(
    () =>
      [...live.running.values()].some((answer) => answer.windowId === windowId) || isAnswering(state.value),
  )
  return { rows, turns, newest, state, isRunning: hasRunning, query, forgetOlder }
}

/** A message as far as its text has come. */
export function withLiveText(live: LiveAnswers, message: Message): Message {
  const answer = live.running.get(message.id)
  return answer ? keepFurtherAlong(message, answer.message.value) : message
}

function isAnswering(state: AnswerState | null): boolean {
  return state !== null && isRunning(state)
}
