import type { SessionSummary } from '@chatmore/api/contract'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useRemoveSession, useRestoreSession, useUpdateSession } from './session-queries.ts'

type Named = Pick<SessionSummary, 'id' | 'title'>

/** What a person does to a session as a whole, with its feedback. */
export function useSessionActions() {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const feedback = useFeedback()
  const update = useUpdateSession()
  const removal = useRemoveSession()
  const restoration = useRestoreSession()

  function rename(session: Named, title: string): void {
    const wanted = title.trim()
    if (wanted === '' || wanted === session.title) return
    update.mutate({ id: session.id, title: wanted }, { onError: feedback.fail })
  }

  /** Deletes at once, and leaves ten seconds to take it back. */
  async function remove(session: Named): Promise<void> {
    const wasOpen = route.name === 'session' && route.params.id === session.id
    try {
      await removal.mutateAsync({ id: session.id })
    } catch (error) {
      feedback.fail(error)
      return
    }
    if (wasOpen) await router.push('/')
    const title = session.title || t('session.untitled')
    feedback.offerUndo(t('session.deleted', { title }), () => void restore(session.id, wasOpen))
  }

  async function restore(id: string, shouldOpen: boolean): Promise<void> {
    try {
      await restoration.mutateAsync({ id })
      if (shouldOpen) await router.push({ name: 'session', params: { id } })
    } catch (error) {
      feedback.fail(error)
    }
  }

  function pin(session: Named & { pinned: boolean }): void {
    update.mutate({ id: session.id, pinned: !session.pinned }, { onError: feedback.fail })
  }

  /** Into the archive or out of it, and back for ten seconds. */
  async function archive(session: Named & { archived: boolean }): Promise<void> {
    const { id, archived } = session
    try {
      await update.mutateAsync({ id, archived: !archived })
    } catch (error) {
      feedback.fail(error)
      return
    }
    const title = session.title || t('session.untitled')
    const undo = () => update.mutate({ id, archived }, { onError: feedback.fail })
    feedback.offerUndo(t(archived ? 'library.unarchived' : 'library.archived', { title }), undo)
  }

  return { rename, remove, pin, archive }
}
