import type { SessionSummary } from '@chatmore/api/contract'
import { expect, it } from 'vitest'
import { groupByDay } from './group-by-day.ts'

const now = new Date(2026, 10, 22, 14, 0)

function sessionOf(id: string, updatedAt: Date): SessionSummary {
  const at = updatedAt.toISOString()
  return {
    id,
    title: id,
    pinned: false,
    archived: false,
    tags: [],
    match: null,
    windowCount: 1,
    isRunning: false,
    createdAt: at,
    updatedAt: at,
  }
}

it('groups by local days, then by months', () => {
  const sessions = [
    sessionOf('a', new Date(2026, 10, 22, 13, 59)),
    sessionOf('b', new Date(2026, 10, 22, 0, 0)),
    sessionOf('c', new Date(2026, 10, 21, 23, 59)),
    sessionOf('d', new Date(2026, 10, 20, 9, 0)),
    sessionOf('e', new Date(2026, 10, 15, 0, 0)),
    sessionOf('f', new Date(2026, 10, 14, 23, 59)),
    sessionOf('g', new Date(2026, 9, 31, 8, 0)),
    sessionOf('h', new Date(2025, 9, 31, 8, 0)),
  ]
  const groups = groupByDay(sessions, now)
  expect(
    groups.map((group) => [group.label.kind, group.sessions.map((session) => session.id).join('')]),
  ).toEqual([
    ['today', 'ab'],
    ['yesterday', 'c'],
    ['week', 'de'],
    ['month', 'f'],
    ['month', 'g'],
    ['month', 'h'],
  ])
})

it('calls a session from a clock ahead of ours today', () => {
  const [group] = groupByDay([sessionOf('a', new Date(2026, 10, 23, 1, 0))], now)
  expect(group?.label.kind).toBe('today')
})

it('has no group for no session', () => {
  expect(groupByDay([], now)).toEqual([])
})
