import { Receiver } from '../../load/receiver.ts'
import { percentile } from '../../measure/median.ts'
import type { Reader } from '../../targets/target.ts'
import type { Stage } from '../open-stage.ts'
import type { PartContext } from '../part.ts'

/** A stream that no other reader has. */
const STREAM = 5000
/** Short ones: what comes after the first token is of no interest. */
const ORDER = { tokens: 4, rate: 500 }

/** From the question to the first token at the reader, of a round's requests, in milliseconds. */
export interface FirstTokens {
  p50: number
  p99: number
  faults: number
}

/** Asks each target so many times, one after the other, round by round. The first round warms up. */
export async function measureFirstTokens(
  stage: Stage,
  context: PartContext,
): Promise<Map<string, FirstTokens[]>> {
  const requests = context.isQuick ? 100 : 300
  const rounds = new Map(stage.targets.map(({ name }): [string, FirstTokens[]] => [name, []]))
  const readers = await Promise.all(stage.targets.map((target) => target.openReader([STREAM])))
  for (let round = 0; round <= context.rounds; round += 1) {
    for (const [index, reader] of readers.entries()) {
      const firstTokens = await askInTurn({ stage, reader, requests, round })
      if (round > 0) rounds.get(stage.targets[index]?.name ?? '')?.push(firstTokens)
    }
  }
  await Promise.all(readers.map((reader) => reader.close()))
  return rounds
}

interface Asking {
  stage: Stage
  reader: Reader
  requests: number
  round: number
}

async function askInTurn({ stage, reader, requests, round }: Asking): Promise<FirstTokens> {
  const receiver = new Receiver(stage.upstream)
  const times: number[] = []
  for (let request = 0; request < requests; request += 1) {
    receiver.startAgain(STREAM, 1)
    const askedAt = performance.now()
    await reader.ask({ ...ORDER, turn: round * requests + request }, receiver)
    times.push((receiver.received.firstAt.get(STREAM) ?? NaN) - askedAt)
  }
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), faults: receiver.received.faults }
}
