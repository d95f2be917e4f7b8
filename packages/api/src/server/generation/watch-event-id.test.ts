import { describe, expect, it } from 'vitest'
import { parseWatchEventId, toWatchEventId } from './watch-event-id.ts'

const now = new Date('2026-05-01T12:00:00.123Z')

describe("a watch event's id", () => {
  it('tells the time again', () => {
    expect(parseWatchEventId(toWatchEventId(now, 36), now)).toEqual(now)
  })

  it('differs by its counter', () => {
    expect(toWatchEventId(now, 1)).not.toBe(toWatchEventId(now, 2))
  })

  it.each([
    null,
    undefined,
    '',
    'abc',
    '-1',
    '-',
    '5',
    'zzzzzzzzzzzzzzz',
    `${'9'.repeat(199)}`,
    'MOO00000-1',
    '01 - 2',
  ])('is no id of ours where it is %j', (id) => {
    expect(parseWatchEventId(id, now)).toBeNull()
  })

  it('is none from a time to come', () => {
    const tomorrow = new Date(now.getTime() + 86_400_000)
    expect(parseWatchEventId(toWatchEventId(tomorrow, 1), now)).toBeNull()
  })
})
