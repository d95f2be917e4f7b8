import type { CountedVote } from '@chatmore/db'
import { describe, expect, it } from 'vitest'
import { rankModels } from './rank-models.ts'

/** A vote on answers of these models; the answer of each is called after it. */
function vote(models: string, best: string | 'tie' | 'none'): CountedVote {
  const contestants = [...models].map((modelId, at) => ({ modelId, messageId: `${modelId}${at}` }))
  const winner = contestants.find(({ modelId }) => modelId === best)
  const verdict = best === 'tie' || best === 'none' ? best : 'best'
  return { verdict, messageId: winner?.messageId ?? null, contestants }
}

const times = (count: number, each: CountedVote) => Array.from({ length: count }, () => each)
const order = (votes: CountedVote[]) => rankModels(votes).models.map(({ modelId }) => modelId)

describe('models', () => {
  it('stand in the order of how often they were preferred', () => {
    expect(
      order([...times(6, vote('ab', 'a')), ...times(3, vote('ab', 'b')), ...times(4, vote('bc', 'b'))]),
    ).toEqual(['a', 'b', 'c'])
  })

  it('are told with their wins, ties and losses', () => {
    const { votes, models } = rankModels([vote('abc', 'a'), vote('ab', 'tie'), vote('bc', 'none')])
    expect(votes).toBe(3)
    expect(
      models.map(({ modelId, votes: count, wins, ties, losses }) => [modelId, count, wins, ties, losses]),
    ).toEqual([
      ['a', 2, 1, 1, 0],
      ['b', 3, 0, 2, 1],
      ['c', 2, 0, 1, 1],
    ])
  })

  it('are even after ties alone', () => {
    for (const { strength } of rankModels(times(5, vote('abc', 'tie'))).models)
      expect(strength).toBeCloseTo(0.5, 9)
  })

  it('are surer of their place the more votes there are', () => {
    const widthOf = (count: number) => {
      const [first] = rankModels([...times(count, vote('ab', 'a')), ...times(count, vote('ab', 'b'))]).models
      return first!.high - first!.low
    }
    expect(widthOf(50)).toBeLessThan(widthOf(5))
    expect(widthOf(5)).toBeLessThan(widthOf(1))
  })

  it('have an interval around their strength, within 0 and 1', () => {
    for (const { low, strength, high } of rankModels([vote('abc', 'a'), vote('ab', 'a')]).models) {
      expect(0 < low && low < strength && strength < high && high < 1).toBe(true)
    }
  })
})

describe('a vote', () => {
  it('on answers of one model alone does not count', () => {
    expect(rankModels([vote('aa', 'a'), vote('a', 'a')])).toEqual({ votes: 0, models: [] })
  })

  it('counts a model once that answered twice, and as no loss where the other of its answers won', () => {
    const [first] = rankModels([vote('aab', 'a')]).models
    expect(first).toMatchObject({ modelId: 'a', votes: 1, wins: 1, losses: 0 })
  })
})
