import { describe, expect, it } from 'vitest'
import { id } from '../../../shared/testing/samples.ts'
import { readChoice, toCallFilter, toExportUrl, writeChoice } from './call-choice.ts'

const now = new Date('2026-11-23T05:00:00Z')
const query = {
  user: id(1),
  model: id(2),
  source: 'retry',
  status: 'error',
  search: ' 429 & more ',
  days: '7',
}

describe('the choice of calls', () => {
  it('is read from an address and written to it, the call that is open left out', () => {
    const choice = readChoice({ ...query, call: id(3) })
    expect(choice).toMatchObject({ userId: id(1), modelId: id(2), source: 'retry', status: 'error' })
    expect(writeChoice(choice)).toEqual({ ...query, search: '429 & more' })
  })

  it('leaves out what an address has that is no choice', () => {
    const choice = readChoice({ user: 'me', model: '1', source: 'nothing', status: 'good', search: ['a'] })
    expect(toCallFilter(choice, now)).toEqual({})
    expect(writeChoice(choice)).toEqual({})
  })

  it('is what the server is asked for, as a page and as a file', () => {
    const filter = toCallFilter(readChoice({ ...query, days: undefined as never }), now)
    expect(filter).toEqual({
      ...{ userId: id(1), modelId: id(2), source: 'retry', status: 'error', search: '429 & more' },
    })
    expect(toExportUrl('csv', filter)).toBe(
      `/calls.csv?userId=${id(1)}&modelId=${id(2)}&source=retry&status=error&search=429+%26+more`,
    )
    expect(toExportUrl('jsonl', {})).toBe('/calls.jsonl')
  })
})
