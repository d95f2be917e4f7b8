import type { Attachment, ChatWindow, Message, Session } from '@chatmore/api/contract'
import { until } from '@vueuse/core'
import { nextTick } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { randomId } from '../../shared/browser/random-id.ts'
import { toDraftKey, useDrafts } from '../composer/drafts-store.ts'
import type { useHistoryMutations } from './history-queries.ts'

/** A window that is not there by then is not waited for. */
const SHOWN_MS = 5000

/** How the inputs of one window are written anew. */
export interface Edits {
  /** Resolves to whether the new text, with these of its files, was taken. */
  edit(messageId: string, content: string, attachmentIds: string[]): Promise<boolean>
  /** Puts what was written for an input that is no more into the window's box. */
  keepText(text: string, files: readonly Attachment[]): void
  /** Another window goes on from before an input, which waits in its box to be changed and sent. */
  forkBefore(message: Message): void
}

type Parts = Pick<ReturnType<typeof useHistoryMutations>, 'editing' | 'forking'> & {
  window: () => ChatWindow
  session: () => Session
}

export function useEdits({ window, session, editing, forking }: Parts): Edits {
  const { t } = useI18n()
  const feedback = useFeedback()
  const drafts = useDrafts()
  let last = { text: '', clientMessageId: '' }

  /** The same text sent again, as after a failure whose outcome is unknown, is the same edit. */
  function toClientMessageId(text: string): string {
    if (last.text !== text) last = { text, clientMessageId: randomId() }
    return last.clientMessageId
  }

  function edit(messageId: string, content: string, attachmentIds: string[]): Promise<boolean> {
    const clientMessageId = toClientMessageId(`${messageId} ${attachmentIds.join()} ${content}`)
    return editing.mutateAsync({ messageId, content, attachmentIds, clientMessageId }).then(
      () => true,
      (error: unknown) => {
        feedback.fail(error)
        return false
      },
    )
  }

  function putInto({ id, sessionId }: ChatWindow, content: string, attachments: readonly Attachment[]): void {
    drafts.giveBack(toDraftKey(sessionId, id), { content, attachments, unsureId: null })
  }

  return {
    edit,
    keepText(text, files) {
      putInto(window(), text, files)
      feedback.inform(t('history.textKept'))
    },
    forkBefore({ id, content, attachments = [] }) {
      const forked = forking.mutateAsync({ messageId: id, before: true })
      forked.then((fork) => {
        putInto(fork, content, attachments)
        return focusBox(session, fork.id)
      }, feedback.fail)
    },
  }
}

/** Once the window is on the page; on a phone it is shown only then. */
async function focusBox(session: () => Session, windowId: string): Promise<void> {
  const isThere = () => session().windows.some(({ id }) => id === windowId)
  await until(isThere).toBe(true, { timeout: SHOWN_MS, flush: 'post' })
  await nextTick()
  const box = document.querySelector<HTMLElement>(`[data-window-id="${CSS.escape(windowId)}"] textarea`)
  box?.focus({ preventScroll: true })
}
