import type { Session } from '@chatmore/api/contract'
import { ArrowLeft, ArrowRight, FoldHorizontal, Maximize2, Minimize2 } from '@lucide/vue'
import { useEventListener } from '@vueuse/core'
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Action } from '../../shared/actions/action.ts'
import { useActions } from '../../shared/actions/use-actions.ts'
import { moveWindow } from '../window/lib/move-window.ts'
import { useBoardStore } from './board-store.ts'

interface Parts {
  session: () => Session
  maximisedId: () => string | null
  order: (windowIds: string[]) => void
}

/** What can be done to the window that was used last. */
export function useCurrentWindowActions({ session, maximisedId, order }: Parts): void {
  const { t } = useI18n()
  const board = useBoardStore()
  const usedId = ref<string | null>(null)
  const current = computed(() => {
    const wanted = maximisedId() ?? usedId.value
    return session().windows.find(({ id }) => id === wanted) ?? session().windows[0]
  })

  useEventListener(document, ['focusin', 'pointerdown'], ({ target }) => {
    const pane = target instanceof Element ? target.closest<HTMLElement>('[data-window-id]') : null
    if (pane) usedId.value = pane.dataset['windowId'] ?? null
  })

  function move(by: -1 | 1): void {
    const ids = session().windows.map(({ id }) => id)
    if (current.value) order(moveWindow(ids, current.value.id, by))
  }

  useActions((): Action[] => {
    if (!current.value) return []
    const { id, name } = current.value
    const isAlone = maximisedId() === id
    return [
      {
        id: 'window.maximise',
        group: 'window',
        label: isAlone ? t('board.restore') : t('board.maximiseWindow', { name }),
        icon: isAlone ? Minimize2 : Maximize2,
        keys: 'm',
        run: () => board.toggleMaximised(session().id, id),
      },
      {
        id: 'window.fold',
        group: 'window',
        label: t('board.foldWindow', { name }),
        icon: FoldHorizontal,
        keys: 'f',
        run: () => board.toggleFolded(session().id, id),
      },
      {
        id: 'window.left',
        group: 'window',
        label: t('board.moveLeft', { name }),
        icon: ArrowLeft,
        keys: '<',
        run: () => move(-1),
      },
      {
        id: 'window.right',
        group: 'window',
        label: t('board.moveRight', { name }),
        icon: ArrowRight,
        keys: '>',
        run: () => move(1),
      },
    ]
  })
}
