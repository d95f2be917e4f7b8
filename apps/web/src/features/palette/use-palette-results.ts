import type { SessionSummary } from '@chatmore/api/contract'
import { refDebounced } from '@vueuse/core'
import { MessagesSquare } from '@lucide/vue'
import { computed, type Component, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { actionGroups, type Action } from '../../shared/actions/action.ts'
import { useActionStore } from '../../shared/actions/action-store.ts'
import { useSessionList } from '../session/session-queries.ts'
import { scoreMatch } from './lib/fuzzy-match.ts'

export interface PaletteResult {
  id: string
  label: string
  icon: Component | undefined
  keys: string | undefined
  detail: string | undefined
  run: () => void
}

export interface PaletteGroup {
  key: string
  label: string
  results: PaletteResult[]
}

const RECENT_SESSIONS = 6
const FOUND_SESSIONS = 12

/** Sessions and actions that fit what was typed, in groups, the group of the best hit first. */
export function usePaletteResults(typed: Ref<string>): Readonly<Ref<PaletteGroup[]>> {
  const { t } = useI18n()
  const store = useActionStore()
  const toSessionResult = useSessionResult()
  const { sessions } = useSessionList(refDebounced(typed, 150))
  const isSearching = computed(() => typed.value.trim() !== '')

  const found = computed(() =>
    sessions.value
      .map((session) => ({ result: toSessionResult(session), score: scoreSession(typed.value, session) }))
      .slice(0, isSearching.value ? FOUND_SESSIONS : RECENT_SESSIONS),
  )
  const hits = computed(() =>
    store.actions.flatMap((action) => {
      if (action.id === 'go.palette' || (action.isMinor && !isSearching.value)) return []
      const score = scoreAction(typed.value, action)
      return score === null ? [] : [{ group: action.group, result: toActionResult(action), score }]
    }),
  )

  return computed(() => {
    const groups = [
      { key: 'sessions', label: t('palette.sessions'), hits: found.value },
      ...actionGroups.map((group) => ({
        key: group as string,
        label: t(`palette.group.${group}`),
        hits: hits.value.filter((hit) => hit.group === group),
      })),
    ].filter((group) => group.hits.length > 0)
    if (!isSearching.value) return groups.map(toGroup)
    for (const group of groups) group.hits.sort(byScore)
    return groups.sort(({ hits: [one] }, { hits: [other] }) => byScore(one, other)).map(toGroup)
  })
}

interface Hit {
  result: PaletteResult
  score: number
}

function byScore(one: Hit | undefined, other: Hit | undefined): number {
  return (other?.score ?? 0) - (one?.score ?? 0)
}

function toGroup({ key, label, hits }: { key: string; label: string; hits: Hit[] }): PaletteGroup {
  return { key, label, results: hits.map(({ result }) => result) }
}

/** What the server found by other words than the title's stays, behind what fits. */
function scoreSession(typed: string, { title }: SessionSummary): number {
  return scoreMatch(typed, title) ?? 0
}

function scoreAction(typed: string, { label, keywords }: Action): number | null {
  const byLabel = scoreMatch(typed, label)
  if (byLabel !== null || !keywords) return byLabel
  const byKeywords = scoreMatch(typed, `${label} ${keywords}`)
  return byKeywords === null ? null : byKeywords / 2
}

function toActionResult({ id, label, icon, keys, detail, run }: Action): PaletteResult {
  return { id, label, icon, keys, detail, run }
}

function useSessionResult() {
  const { t } = useI18n()
  const router = useRouter()
  return (session: SessionSummary): PaletteResult => ({
    id: `session.${session.id}`,
    label: session.title || t('session.untitled'),
    icon: MessagesSquare,
    keys: undefined,
    detail: session.isRunning
      ? t('session.running')
      : t('board.windows', { count: session.windowCount }, session.windowCount),
    run: () => void router.push({ name: 'session', params: { id: session.id } }),
  })
}
