import type { ChatWindow, Rewind, Session } from '@chatmore/api/contract'
import { computed, inject, provide, watch, type ComputedRef, type InjectionKey } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useHistoryMutations, useRewinds } from './history-queries.ts'
import { useEdits, type Edits } from './use-edits.ts'

/** What one does to the history of the window that all this stands in. */
export interface WindowHistory extends Edits {
  window: ComputedRef<ChatWindow>
  session: ComputedRef<Session>
  /** Nothing runs or is on its way here: only then may the history change. */
  canAct: ComputedRef<boolean>
  rewinds: ComputedRef<Rewind[]>
  rewindTo(messageId: string): void
  clear(): void
  bringBack(rewindId: string): void
  fork(messageId: string): void
  duplicate(): void
}

interface Parts {
  window: () => ChatWindow
  session: () => Session
  canAct: () => boolean
}

const key: InjectionKey<WindowHistory> = Symbol('window history')

export function provideHistory({ window, session, canAct }: Parts): WindowHistory {
  const { t } = useI18n()
  const feedback = useFeedback()
  const { refresh, ...mutations } = useHistoryMutations(window)
  const query = useRewinds(window)
  const edits = useEdits({ window, session, ...mutations })

  watch(() => window().historySeq, refresh)

  function bringBack(rewindId: string): void {
    mutations.undoing.mutateAsync({ rewindId }).catch(feedback.fail)
  }

  function offerUndo(text: string, { rewindId }: { rewindId: string | null }): void {
    if (rewindId !== null) feedback.offerUndo(text, () => bringBack(rewindId))
  }

  const history: WindowHistory = {
    window: computed(window),
    session: computed(session),
    canAct: computed(canAct),
    rewinds: computed(() => (window().historySeq > 0 ? (query.data.value?.items ?? []) : [])),
    ...edits,
    bringBack,
    rewindTo(messageId) {
      const done = mutations.rewinding.mutateAsync({ id: window().id, messageId })
      done.then((result) => offerUndo(t('history.rewound'), result), feedback.fail)
    },
    clear() {
      const { id, name } = window()
      const done = mutations.clearing.mutateAsync({ id })
      done.then((result) => offerUndo(t('history.cleared', { name }), result), feedback.fail)
    },
    fork(messageId) {
      mutations.forking.mutateAsync({ messageId }).catch(feedback.fail)
    },
    duplicate() {
      mutations.duplicating.mutateAsync({ id: window().id }).catch(feedback.fail)
    },
  }
  provide(key, history)
  return history
}

/** Null where messages stand in no window. */
export function useHistory(): WindowHistory | null {
  return inject(key, null)
}
