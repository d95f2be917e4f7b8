import { Receiver } from '../load/receiver.ts'
import { percentile } from '../measure/median.ts'
import type { Target } from '../targets/target.ts'
import { fixed } from '../report/fixed.ts'
import { interleave, medianOf } from './interleave.ts'
import { openStage, targetNames, type Stage } from './open-stage.ts'
import type { Goal, Part, PartContext } from './part.ts'

const WINDOWS = 12
const RATE = 100

interface FirstDeltas {
  /** From the upstream's write of the first token to its arrival, each in milliseconds. */
  ages: number[]
  /** From the question to the first token at the reader. */
  fromAsk: number[]
}

/** One browser: how long its first delta takes, one answer at a time, and how many messages twelve windows make. */
export const measureOneBrowser: Part = async (context) => {
  const messages = await countMessages(context)
  const stage = await openStage({ cores: context.cores, names: targetNames, readers: 1, windows: 1 })
  const firsts = await measureFirstDeltas(stage, context)
  await stage.close()
  const rows = targetNames.map((name) => toRow(name, firsts, messages.get(name)))
  return {
    title: 'One browser: the first delta, and the messages of twelve windows',
    method:
      `Answers of 20 tokens, one at a time: "arrival" is from the upstream's write of the first token to the reader, "all in" from the question to the same ` +
      `(for chatmore with the committed transaction before the call). Messages are counted with ${WINDOWS} windows at ${RATE} tokens a second each.`,
    table: {
      columns: [
        '',
        'arrival p50 ms',
        'p99',
        'added p50 ms',
        'all in p50 ms',
        'p99',
        'added p50 ms',
        `messages/s, ${WINDOWS} windows`,
      ],
      rows,
    },
    goals: toGoals(firsts, messages.get('chatmore') ?? Number.NaN),
    figures: { firsts: Object.fromEntries(firsts), messages: Object.fromEntries(messages) },
  }
}

async function countMessages(context: PartContext): Promise<Map<string, number>> {
  const names = ['ws', 'trpc-0', 'chatmore'] as const
  const stage = await openStage({ cores: context.cores, names, readers: 1, windows: WINDOWS })
  const tokens = context.isQuick ? 300 : 800
  const rounds = await interleave({ stage, context, order: { tokens, rate: RATE } })
  await stage.close()
  return new Map(names.map((name) => [name, medianOf(rounds, name, 'messagesPerSecond')]))
}

async function measureFirstDeltas(stage: Stage, context: PartContext): Promise<Map<string, FirstDeltas>> {
  const firsts = new Map(
    targetNames.map((name) => [name as string, { ages: [], fromAsk: [] } as FirstDeltas]),
  )
  for (let round = 0; round <= context.rounds; round += 1) {
    for (const target of stage.targets) {
      const asked = await askInTurn(stage, target, { round, count: context.isQuick ? 30 : 100 })
      // The first round warms up.
      if (round > 0) firsts.set(target.name, joinFirsts(firsts.get(target.name), asked))
    }
    context.print(`  first deltas, round ${round} of ${context.rounds}`)
  }
  return firsts
}

async function askInTurn(
  stage: Stage,
  target: Target,
  { round, count }: { round: number; count: number },
): Promise<FirstDeltas> {
  const firsts: FirstDeltas = { ages: [], fromAsk: [] }
  for (let index = 0; index < count; index += 1) {
    const first = await askOnce(stage, target, round * count + index)
    firsts.ages.push(first.age)
    firsts.fromAsk.push(first.fromAsk)
  }
  return firsts
}

function joinFirsts(one: FirstDeltas | undefined, other: FirstDeltas): FirstDeltas {
  return {
    ages: [...(one?.ages ?? []), ...other.ages],
    fromAsk: [...(one?.fromAsk ?? []), ...other.fromAsk],
  }
}

async function askOnce({ upstream, readers }: Stage, target: Target, turn: number) {
  const receiver = new Receiver(upstream)
  const startedAt = performance.now()
  await readers.get(target)?.[0]?.ask({ turn, tokens: 20, rate: 1000 }, receiver)
  const at = receiver.received.firstAt.get(0) ?? Number.NaN
  return { age: at - (upstream.find(0)?.writtenAt[0] ?? Number.NaN), fromAsk: at - startedAt }
}

function toRow(name: string, firsts: Map<string, FirstDeltas>, messages: number | undefined): string[] {
  const [own, direct] = [firsts.get(name), firsts.get('direct')]
  if (!own || !direct) return [name]
  const added = (key: keyof FirstDeltas) => percentile(own[key], 0.5) - percentile(direct[key], 0.5)
  return [
    name,
    fixed(percentile(own.ages, 0.5), 2),
    fixed(percentile(own.ages, 0.99), 1),
    fixed(added('ages'), 2),
    fixed(percentile(own.fromAsk, 0.5), 2),
    fixed(percentile(own.fromAsk, 0.99), 1),
    fixed(added('fromAsk'), 2),
    fixed(messages ?? null, 0),
  ]
}

function toGoals(firsts: Map<string, FirstDeltas>, messages: number): Goal[] {
  const p50 = (name: string, key: keyof FirstDeltas) => percentile(firsts.get(name)?.[key] ?? [], 0.5)
  const added = p50('chatmore', 'ages') - p50('direct', 'ages')
  return [
    {
      text: 'first delta not held back: at most 1 ms more than direct at p50',
      measured: `${fixed(added, 2)} ms`,
      isReached: added <= 1,
    },
    {
      text: `at most 31 messages a second to one browser with ${WINDOWS} windows`,
      measured: fixed(messages, 0),
      isReached: messages <= 31,
    },
  ]
}
