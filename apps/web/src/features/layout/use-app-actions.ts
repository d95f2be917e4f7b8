import {
  Boxes,
  ChartColumn,
  ChevronDown,
  ChevronUp,
  House,
  Keyboard,
  Languages,
  LogOut,
  PanelLeft,
  Plus,
  ReceiptText,
  Scale,
  ScrollText,
  Search,
  SunMoon,
  UserRound,
  Users,
} from '@lucide/vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import type { Action } from '../../shared/actions/action.ts'
import { useActions } from '../../shared/actions/use-actions.ts'
import { localeLabels, localeNames } from '../../shared/i18n/locale-name.ts'
import { usePalette } from '../../stores/palette.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { useSessionConfig } from '../../stores/session-config.ts'
import { useSideBar } from '../../stores/side-bar.ts'
import { useAuthStatus } from '../auth/auth-queries.ts'
import { useSignOut } from '../auth/use-sign-out.ts'
import { useSessionList } from '../session/session-queries.ts'
import { NEW_SESSION_KEYS, PALETTE_KEYS } from './shortcuts.ts'

/** What can be done on every page. */
export function useAppActions(): void {
  useGoActions()
  useAdminActions()
  usePreferenceActions()
  useSessionSteps()
}

function useGoActions(): void {
  const { t } = useI18n()
  const router = useRouter()
  const sessionConfig = useSessionConfig()
  const palette = usePalette()
  const sideBar = useSideBar()
  const signOut = useSignOut()
  const to = (name: string) => () => void router.push({ name })

  useActions((): Action[] => [
    {
      id: 'session.new',
      group: 'go',
      label: t('layout.newSession'),
      icon: Plus,
      keys: NEW_SESSION_KEYS,
      run: sessionConfig.openNew,
    },
    {
      id: 'go.palette',
      group: 'go',
      label: t('palette.open'),
      icon: Search,
      keys: PALETTE_KEYS,
      run: palette.open,
    },
    { id: 'go.home', group: 'go', label: t('palette.home'), icon: House, run: to('home') },
    { id: 'go.standing', group: 'go', label: t('standing.title'), icon: Scale, run: to('standing') },
    { id: 'go.calls', group: 'go', label: t('calls.ownTitle'), icon: ReceiptText, run: to('calls') },
    {
      id: 'go.statistics',
      group: 'go',
      label: t('statistics.ownTitle'),
      icon: ChartColumn,
      run: to('statistics'),
    },
    { id: 'go.account', group: 'go', label: t('layout.account'), icon: UserRound, run: to('account') },
    {
      id: 'go.shortcuts',
      group: 'go',
      label: t('palette.shortcuts'),
      icon: Keyboard,
      keys: '?',
      run: palette.openHelp,
    },
    { id: 'go.signOut', group: 'go', label: t('auth.signOut'), icon: LogOut, run: () => void signOut() },
    {
      id: 'view.sideBar',
      group: 'view',
      label: t('palette.toggleSideBar'),
      icon: PanelLeft,
      keys: 'mod+b',
      run: () => (sideBar.isShown ? sideBar.hide() : sideBar.show()),
    },
  ])
}

function useAdminActions(): void {
  const { t } = useI18n()
  const router = useRouter()
  const { isAdmin } = useAuthStatus()
  const to = (name: string) => () => void router.push({ name })

  useActions((): Action[] =>
    isAdmin.value
      ? [
          { id: 'go.models', group: 'go', label: t('layout.models'), icon: Boxes, run: to('models') },
          { id: 'go.users', group: 'go', label: t('user.title'), icon: Users, run: to('users') },
          {
            id: 'go.allCalls',
            group: 'go',
            label: t('calls.title'),
            icon: ReceiptText,
            run: to('all-calls'),
          },
          {
            id: 'go.allStatistics',
            group: 'go',
            label: t('statistics.title'),
            icon: ChartColumn,
            run: to('all-statistics'),
          },
          { id: 'go.audit', group: 'go', label: t('audit.title'), icon: ScrollText, run: to('audit') },
        ]
      : [],
  )
}

function usePreferenceActions(): void {
  const { t } = useI18n()
  const preferences = usePreferences()
  const themes = {
    system: 'layout.themeSystem',
    light: 'layout.themeLight',
    dark: 'layout.themeDark',
  } as const

  useActions((): Action[] => [
    ...Object.entries(themes).map(([name, label]): Action => ({
      id: `theme.${name}`,
      group: 'preferences',
      label: t('palette.useTheme', { name: t(label) }),
      icon: SunMoon,
      ...(preferences.themeChoice === name ? { detail: t('palette.current') } : {}),
      run: () => (preferences.themeChoice = name as keyof typeof themes),
    })),
    ...localeNames.map((name): Action => ({
      id: `language.${name}`,
      group: 'preferences',
      label: t('palette.useLanguage', { name: localeLabels[name] }),
      icon: Languages,
      keywords: `language 语言 ${name}`,
      ...(preferences.locale === name ? { detail: t('palette.current') } : {}),
      run: () => (preferences.locale = name),
    })),
  ])
}

/** From the open session to the one above or below it in the side bar. */
function useSessionSteps(): void {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const { sessions } = useSessionList('')

  function step(by: -1 | 1): void {
    const at = sessions.value.findIndex(({ id }) => id === route.params.id)
    const next = sessions.value[at < 0 ? 0 : at + by]
    if (next) void router.push({ name: 'session', params: { id: next.id } })
  }

  useActions((): Action[] => [
    {
      id: 'session.previous',
      group: 'go',
      label: t('palette.previousSession'),
      icon: ChevronUp,
      keys: 'alt+arrowup',
      run: () => step(-1),
    },
    {
      id: 'session.next',
      group: 'go',
      label: t('palette.nextSession'),
      icon: ChevronDown,
      keys: 'alt+arrowdown',
      run: () => step(1),
    },
  ])
}
