import type { Session } from '@chatmore/api/contract'
import { SquareArrowOutUpRight } from '@lucide/vue'
import { nextTick } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Action } from '../../shared/actions/action.ts'
import { useActions } from '../../shared/actions/use-actions.ts'
import { useBoardStore } from './board-store.ts'

interface Parts {
  session: () => Session
  /** Brings a window into view. */
  show: (windowId: string) => void
}

/** The numbers of single keys: 1 to 9. */
const MOST_KEYS = 9

/** Goes to a window, unfolds it, and puts the cursor into its box. */
export function useShowWindow({ session, show }: Parts): void {
  const { t } = useI18n()
  const board = useBoardStore()

  async function goTo(windowId: string): Promise<void> {
    const { id } = session()
    if (board.layoutOf(id).folded.includes(windowId)) board.toggleFolded(id, windowId)
    if (board.maximisedOf(id) !== null && board.maximisedOf(id) !== windowId)
      board.toggleMaximised(id, windowId)
    show(windowId)
    await nextTick()
    document
      .querySelector<HTMLElement>(`[data-window-id="${CSS.escape(windowId)}"] textarea`)
      ?.focus({ preventScroll: true })
  }

  useActions((): Action[] =>
    session().windows.map((window, index) => ({
      id: `window.show.${window.id}`,
      group: 'window',
      label: t('board.goToWindow', { name: window.name }),
      icon: SquareArrowOutUpRight,
      keywords: window.modelName,
      ...(index < MOST_KEYS ? { keys: String(index + 1) } : { isMinor: true }),
      run: () => void goTo(window.id),
    })),
  )
}
