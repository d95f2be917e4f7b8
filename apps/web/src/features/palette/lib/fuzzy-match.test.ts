import { describe, expect, it } from 'vitest'
import { scoreMatch } from './fuzzy-match.ts'

const texts = ['New session', 'Stop all answers', 'Renew the sign-in', 'Go to models', '新建会话']

function find(typed: string): string[] {
  return texts
    .map((text) => ({ text, score: scoreMatch(typed, text) }))
    .filter((each) => each.score !== null)
    .sort((one, other) => (other.score ?? 0) - (one.score ?? 0))
    .map(({ text }) => text)
}

describe('scoreMatch', () => {
  it.each([
    ['new', ['New session', 'Renew the sign-in']],
    ['session new', ['New session']],
    ['nwses', ['New session']],
    ['STOP', ['Stop all answers']],
    ['móde', ['Go to models']],
    ['会话', ['新建会话']],
    ['xyz', []],
  ])('finds by %j: %j, best first', (typed, expected) => {
    expect(find(typed)).toEqual(expected)
  })

  it('finds everything where nothing was typed', () => {
    expect(find(' ')).toHaveLength(texts.length)
  })

  it('puts what was typed in full first', () => {
    expect(scoreMatch('go', 'go')).toBeGreaterThan(scoreMatch('go', 'go to models') ?? 0)
  })
})
