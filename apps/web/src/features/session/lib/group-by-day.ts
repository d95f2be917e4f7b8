import type { SessionSummary } from '@chatmore/api/contract'

/** When a session was last used, as the side bar says it, or that it is pinned: `month` is the first day of a month further back. */
export type DayLabel = { kind: 'pinned' | 'today' | 'yesterday' | 'week' } | { kind: 'month'; month: Date }

export interface DayGroup {
  key: string
  label: DayLabel
  sessions: SessionSummary[]
}

/** Sessions, pinned ones first, then newest, in groups: the pinned ones, today, yesterday, the seven days before, then month by month. */
export function groupByDay(sessions: readonly SessionSummary[], now: Date): DayGroup[] {
  const groups: DayGroup[] = []
  for (const session of sessions) {
    const label: DayLabel = session.pinned ? { kind: 'pinned' } : toDayLabel(new Date(session.updatedAt), now)
    const key = label.kind === 'month' ? label.month.toISOString() : label.kind
    const last = groups.at(-1)
    if (last?.key === key) last.sessions.push(session)
    else groups.push({ key, label, sessions: [session] })
  }
  return groups
}

function toDayLabel(day: Date, now: Date): DayLabel {
  if (day >= startOfDay(now, 0)) return { kind: 'today' }
  if (day >= startOfDay(now, 1)) return { kind: 'yesterday' }
  if (day >= startOfDay(now, 7)) return { kind: 'week' }
  return { kind: 'month', month: new Date(day.getFullYear(), day.getMonth(), 1) }
}

function startOfDay(now: Date, daysBack: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBack)
}
