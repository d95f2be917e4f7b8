import type { Session } from '@chatmore/api/contract'
import { ArrowUpDown, Bell, Columns3, MessageSquareText, Plus, Square } from '@lucide/vue'
import { useI18n } from 'vue-i18n'
import type { Action } from '../../shared/actions/action.ts'
import { useActions } from '../../shared/actions/use-actions.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { useSideBar } from '../../stores/side-bar.ts'
import { useNoticeChoice } from '../session/use-notice-choice.ts'
import { useBoardStore } from './board-store.ts'
import { columnChoices } from './lib/count-columns.ts'

interface Parts {
  session: () => Session
  runningCount: () => number
  addWindow: () => void
  stop: () => void
}

/** What can be done to the open session as a whole. */
export function useBoardActions(parts: Parts): void {
  useRunActions(parts)
  useLayoutActions(parts)
}

function useRunActions({ runningCount, addWindow, stop }: Parts): void {
  const { t } = useI18n()
  const preferences = usePreferences()
  const notices = useNoticeChoice()

  useActions((): Action[] => [
    {
      id: 'session.write',
      group: 'session',
      label: t('board.writeToAll'),
      icon: MessageSquareText,
      keys: '/',
      run: () => document.querySelector<HTMLElement>('#global-input')?.focus(),
    },
    {
      id: 'session.addWindow',
      group: 'session',
      label: t('window.addTitle'),
      icon: Plus,
      keys: 'a',
      run: addWindow,
    },
    ...(runningCount() > 0
      ? [
          {
            id: 'session.stop',
            group: 'session' as const,
            label: t('board.stopAll'),
            icon: Square,
            keys: 'mod+.',
            run: stop,
          },
        ]
      : []),
    ...(notices.isOffered
      ? [
          {
            id: 'session.notices',
            group: 'preferences' as const,
            label: t('session.notices'),
            icon: Bell,
            ...(preferences.hasNotices ? { detail: t('palette.current') } : {}),
            run: () => void notices.toggle(),
          },
        ]
      : []),
  ])
}

function useLayoutActions({ session }: Parts): void {
  const { t } = useI18n()
  const board = useBoardStore()
  const sideBar = useSideBar()

  useActions((): Action[] => {
    if (sideBar.isNarrow) return []
    const { id } = session()
    const { columns, isSynced } = board.layoutOf(id)
    return [
      {
        id: 'view.sync',
        group: 'view',
        label: t('board.sync'),
        icon: ArrowUpDown,
        keys: 's',
        ...(isSynced ? { detail: t('palette.current') } : {}),
        run: () => board.change(id, { isSynced: !isSynced }),
      },
      ...columnChoices.map((choice): Action => ({
        id: `view.columns.${choice}`,
        group: 'view',
        label:
          choice === 'auto'
            ? `${t('board.columns')}: ${t('board.columnsAuto')}`
            : t('board.columnsCount', { count: choice }, choice),
        icon: Columns3,
        isMinor: choice !== 'auto',
        ...(columns === choice ? { detail: t('palette.current') } : {}),
        run: () => board.change(id, { columns: choice }),
      })),
    ]
  })
}
