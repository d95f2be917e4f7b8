import { describe, expect, it } from 'vitest'
import { sampleUsage } from '../testing/sample-usage.ts'
import { toCharts } from './chart-series.ts'
import { fillDays } from './fill-days.ts'

const none = { days: null, from: '', to: '' }
const words = {
  t: (key: string, values: Record<string, string> = {}) => `${key} ${Object.values(values).join()}`.trim(),
  formatCount: String,
  formatCost: (cost: string, currency: string) => `${currency} ${cost}`,
}
const usage = (day: string, patch = {}) => ({ ...sampleUsage(), day, ...patch })

describe('the days of a chart', () => {
  it('are those of the range, with nothing on days without calls', () => {
    const days = fillDays([usage('2026-11-22', { calls: 3 })], { ...none, days: 3 }, '2026-11-23')
    expect(days.map(({ day, calls }) => [day, calls])).toEqual([
      ['2026-11-21', 0],
      ['2026-11-22', 3],
      ['2026-11-23', 0],
    ])
  })

  it('begin with the first call where the range is open, and end where it does', () => {
    const found = [usage('2026-10-30'), usage('2026-11-02')]
    expect(fillDays(found, { ...none, to: '2026-11-01' }, '2026-11-23').map(({ day }) => day)).toEqual([
      '2026-10-30',
      '2026-10-31',
      '2026-11-01',
    ])
    expect(fillDays([], none, '2026-11-23')).toEqual([])
  })
})

describe('the charts', () => {
  it('never add up two currencies, and stack failures upon the rest', () => {
    const days = [
      usage('2026-11-22', { calls: 5, errors: 2, costs: [{ currency: 'USD', cost: '0.25' }] }),
      usage('2026-11-23', {
        costs: [
          { currency: 'CNY', cost: '7' },
          { currency: 'USD', cost: '1' },
        ],
      }),
    ]
    const charts = toCharts(days, words)
    expect(charts.map(({ title }) => title)).toEqual([
      'statistics.callsPerDay',
      'statistics.tokensPerDay',
      'statistics.costPerDay CNY',
      'statistics.costPerDay USD',
    ])
    expect(charts.map(({ parts }) => parts.map(({ values }) => values[0]))).toEqual([
      [3, 2],
      [1000, 50],
      [0],
      [0.25],
    ])
    expect(charts[3]?.parts[0]?.values).toEqual([0.25, 1])
    expect(charts[2]?.format(7)).toBe('CNY 7')
  })
})
