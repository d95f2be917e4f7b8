import { runRound, type Round } from '../load/run-round.ts'
import { median } from '../measure/median.ts'
import type { Target, TurnOrder } from '../targets/target.ts'
import type { Stage } from './open-stage.ts'
import type { PartContext } from './part.ts'

export interface InterleaveOptions {
  stage: Stage
  context: PartContext
  order: Omit<TurnOrder, 'turn'>
  /** How long answers without pace go on. */
  floodMs?: number
}

/** Each target's rounds, by its name. */
export type Rounds = Map<string, Round[]>

/** One target after the other, round by round, so that what the machine does meanwhile meets them all. The first round warms up. */
export async function interleave({ stage, context, order, floodMs }: InterleaveOptions): Promise<Rounds> {
  const rounds: Rounds = new Map(stage.targets.map((target) => [target.name, []]))
  for (let turn = 0; turn <= context.rounds; turn += 1) {
    for (const target of stage.targets) {
      const round = await play(stage, target, { ...toRoundOrder(order, turn), floodMs })
      if (turn === 0) continue
      rounds.get(target.name)?.push(round)
      context.print(describeRound(target.name, round))
    }
  }
  return rounds
}

function play(
  { upstream, readers }: Stage,
  target: Target,
  options: { order: TurnOrder; floodMs: number | undefined },
) {
  const { order, floodMs } = options
  return runRound({
    upstream,
    target,
    order,
    readers: readers.get(target) ?? [],
    ...(floodMs && { floodMs }),
  })
}

/** To warm up, 300 tokens an answer are enough. */
function toRoundOrder(order: Omit<TurnOrder, 'turn'>, turn: number) {
  const tokens = turn === 0 && order.rate > 0 ? Math.min(300, order.tokens) : order.tokens
  return { order: { ...order, turn, tokens } }
}

function describeRound(name: string, round: Round): string {
  const age = round.ageP99 === null ? '' : `, age p99 ${round.ageP99.toFixed(0)} ms`
  return `  ${name}: ${round.cpuPerMillion.toFixed(1)} s CPU per million chunks, ${(round.tokensPerSecond / 1000).toFixed(1)} k chunks/s${age}`
}

type Figure = { [Key in keyof Round]: Round[Key] extends number | null ? Key : never }[keyof Round]

/** The median of a figure over the rounds of a target. */
export function medianOf(rounds: Rounds, name: string, figure: Figure): number {
  return median((rounds.get(name) ?? []).flatMap((round) => round[figure] ?? []))
}

/** The median, over the rounds, of a target's figure as a share of another target's in the same round. */
export function ratioOf(rounds: Rounds, figure: Figure, [name, base]: [string, string]): number {
  const bases = rounds.get(base) ?? []
  return median(
    (rounds.get(name) ?? []).map((round, index) => (round[figure] ?? NaN) / (bases[index]?.[figure] ?? NaN)),
  )
}
