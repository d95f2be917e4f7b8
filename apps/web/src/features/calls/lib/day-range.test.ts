import { describe, expect, it } from 'vitest'
import { readDayRange, toMoments, writeDayRange } from './day-range.ts'

const none = { days: null, from: '', to: '' }

describe('a range of days', () => {
  it.each([
    [{}, { ...none, days: 30 }, {}],
    [{ days: '7' }, { ...none, days: 7 }, { days: '7' }],
    [{ days: 'all' }, none, { days: 'all' }],
    [{ days: '0' }, { ...none, days: 30 }, {}],
    [{ days: '-5' }, { ...none, days: 30 }, {}],
    [{ days: ['7', '8'] }, { ...none, days: 30 }, {}],
    [{ from: '2026-11-01' }, { ...none, from: '2026-11-01' }, { from: '2026-11-01' }],
    [
      { from: '2026-11-01', to: '2026-11-02', days: '7' },
      { ...none, from: '2026-11-01', to: '2026-11-02' },
      { from: '2026-11-01', to: '2026-11-02' },
    ],
    [{ from: '2026-02-31', to: 'soon' }, { ...none, days: 30 }, {}],
  ])('is read from an address and written to it: %j', (query, range, written) => {
    expect(readDayRange(query, 30)).toEqual(range)
    expect(writeDayRange(range, 30)).toEqual(written)
  })

  const now = new Date('2026-11-23T05:00:00Z')

  it('of the last days counts today, and has no end', () => {
    expect(toMoments({ ...none, days: 7 }, now, 'utc')).toEqual({ from: '2026-11-17T00:00:00.000Z' })
    expect(toMoments({ ...none, days: 1 }, now, 'utc')).toEqual({ from: '2026-11-23T00:00:00.000Z' })
  })

  it('from day to day includes both', () => {
    const range = { days: null, from: '2026-10-31', to: '2026-11-30' }
    expect(toMoments(range, now, 'utc')).toEqual({
      from: '2026-10-31T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
    })
  })

  it('may be open at either end, or be all time', () => {
    expect(toMoments({ ...none, to: '2026-11-01' }, now, 'utc')).toEqual({ to: '2026-11-02T00:00:00.000Z' })
    expect(toMoments(none, now, 'local')).toEqual({})
  })

  it('begins and ends at midnight here', () => {
    const { from, to } = toMoments({ days: null, from: '2026-11-01', to: '2026-11-01' }, now, 'local')
    expect(new Date(from ?? '').getHours()).toBe(0)
    expect(new Date(to ?? '').getDate()).toBe(2)
  })
})
