import type { CountedVote, VoteContestant } from '@chatmore/db'
import type { StandingRow } from '../../contract/index.ts'
import { fitBradleyTerry, toChance, type BradleyTerryFit, type Comparison } from './fit-bradley-terry.ts'

/** Before any vote, two thirds of log-strengths are held to be within 2 of the average: odds of about one in seven. */
const PRIOR_PRECISION = 1 / 2 ** 2
/** Of a normal distribution, 95 % is within so many standard deviations. */
const WIDTH = 1.96

export type RankedModel = Omit<StandingRow, 'modelName'>

export interface Ranking {
  votes: number
  models: RankedModel[]
}

/**
 * Models by the votes on their answers, the strongest first. A vote counts where two or more models answered: the best is
 * preferred over each answer of another model; under a tie, or where none was good, each pair of models is even.
 */
export function rankModels(votes: readonly CountedVote[]): Ranking {
  const counted = votes.filter(({ contestants }) => listModels(contestants).length > 1)
  const ids = [...new Set(counted.flatMap(({ contestants }) => listModels(contestants)))].sort()
  const fit = fitBradleyTerry(
    ids.length,
    counted.flatMap((vote) => toComparisons(vote, ids)),
    PRIOR_PRECISION,
  )
  const models = ids.map((modelId, place) => ({
    modelId,
    ...tally(counted, modelId),
    ...estimate(fit, place),
  }))
  models.sort((one, other) => other.strength - one.strength || (one.modelId < other.modelId ? -1 : 1))
  return { votes: counted.length, models }
}

function listModels(contestants: readonly VoteContestant[]): string[] {
  return [...new Set(contestants.map(({ modelId }) => modelId))]
}

function findWinner({ verdict, messageId, contestants }: CountedVote): string | null {
  if (verdict !== 'best') return null
  return contestants.find((contestant) => contestant.messageId === messageId)?.modelId ?? null
}

function tally(votes: readonly CountedVote[], modelId: string) {
  const winners = votes
    .filter(({ contestants }) => listModels(contestants).includes(modelId))
    .map((vote) => findWinner(vote))
  const ties = winners.filter((winner) => winner === null).length
  const wins = winners.filter((winner) => winner === modelId).length
  return { votes: winners.length, wins, ties, losses: winners.length - wins - ties }
}

function toComparisons(vote: CountedVote, ids: readonly string[]): Comparison[] {
  const models = listModels(vote.contestants)
  const winner = findWinner(vote)
  const pairs = winner === null ? listPairs(models) : listOthers(models, winner)
  const oneWins = winner === null ? 0.5 : 1
  return pairs.map(([one, other]) => ({
    one: ids.indexOf(one),
    other: ids.indexOf(other),
    oneWins,
    otherWins: 1 - oneWins,
  }))
}

function listPairs(models: string[]): [string, string][] {
  return models.flatMap((one, at) => models.slice(at + 1).map((other): [string, string] => [one, other]))
}

function listOthers(models: string[], winner: string): [string, string][] {
  return models.filter((model) => model !== winner).map((model): [string, string] => [winner, model])
}

/** The chance against an average one, with its interval: of the log-strength's difference from the mean of all. */
function estimate({ strengths, covariance }: BradleyTerryFit, place: number) {
  const count = strengths.length
  const mean = sum(strengths) / count
  const weightOf = (at: number) => (at === place ? 1 : 0) - 1 / count
  const variance = sum(
    covariance.flatMap((row, one) => row.map((value, other) => weightOf(one) * weightOf(other) * value)),
  )
  const strength = (strengths[place] ?? 0) - mean
  const margin = WIDTH * Math.sqrt(Math.max(0, variance))
  return {
    strength: toChance(strength),
    low: toChance(strength - margin),
    high: toChance(strength + margin),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
