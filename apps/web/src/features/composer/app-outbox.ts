import { useQueryClient } from '@tanstack/vue-query'
import { inject, onScopeDispose, provide, type InjectionKey } from 'vue'
import { toAppError } from '../../shared/api/to-app-error.ts'
import { useApi, useClient } from '../../shared/api/use-api.ts'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useDrafts } from './drafts-store.ts'
import { createOutbox, type Outbox, type OutboxParts } from './outbox.ts'

const key: InjectionKey<Outbox> = Symbol('outbox')

/** One outbox for all pages of a signed-in person: what is sent on one goes out while another is open. */
export function provideOutbox(userId: string): Outbox {
  const client = useClient()
  const outbox = createOutbox({
    userId,
    send: (input) => client.message.send(input),
    onGivenUp: useGiveBack(),
  })
  onScopeDispose(outbox.dispose)
  provide(key, outbox)
  return outbox
}

export function useOutbox(): Outbox {
  const outbox = inject(key)
  if (!outbox) throw new Error('provideOutbox was not called above')
  return outbox
}

/** What will not be sent goes back to the box that it came from, with the reason. */
function useGiveBack(): OutboxParts['onGivenUp'] {
  const api = useApi()
  const queryClient = useQueryClient()
  const drafts = useDrafts()
  const feedback = useFeedback()
  return ({ sessionId, draftKey, content, attachments = [], clientMessageId }, { isUnsure, error }) => {
    const areFilesGone = toAppError(error).fields?.attachmentIds !== undefined
    const kept = areFilesGone ? [] : attachments
    drafts.giveBack(draftKey, { content, attachments: kept, unsureId: isUnsure ? clientMessageId : null })
    if (!error) return
    feedback.fail(error)
    // The refusal may come from windows or models that changed elsewhere.
    void queryClient.invalidateQueries({ queryKey: api.session.get.queryKey({ id: sessionId }) })
  }
}
