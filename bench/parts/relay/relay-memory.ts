import { setTimeout as delay } from 'node:timers/promises'
import { runRound } from '../../load/run-round.ts'
import { startUpstream } from '../../load/start-upstream.ts'
import { fixed } from '../../report/fixed.ts'
import { startDatabase } from '../../targets/chatmore/start-database.ts'
import { startRelay, type Relay } from '../../targets/chatmore/start-relay.ts'
import type { Part } from '../part.ts'

const STREAMS = 100
const TOKENS = 20
const STEPS = 10
/** Code that is compiled and tables that are filled once are no growth. */
const MOST_GROWTH_MB = 5

/** Whether the server holds anything of calls that are over. */
export const measureRelayMemory: Part = async ({ isQuick, cores, print }) => {
  const calls = isQuick ? 10_000 : 100_000
  const upstream = await startUpstream()
  const database = await startDatabase()
  const nodeArguments = ['--expose-gc', '--import', './bench/measure/heap-monitor.mjs']
  const product = { upstreamUrl: upstream.url, databaseUrl: database.url, db: database.db, cores }
  const target = await startRelay({ ...product, nodeArguments })
  const reader = await target.openReader(Array.from({ length: STREAMS }, (_, stream) => stream))
  const heaps: number[] = []
  let faults = 0
  for (let turn = 1; turn <= calls / STREAMS; turn += 1) {
    const order = { turn, tokens: TOKENS, rate: 0 }
    faults += (await runRound({ upstream, target, readers: [reader], order })).faults
    if (turn % (calls / STREAMS / STEPS) !== 0) continue
    heaps.push(await readHeapMb(target))
    print(`  ${turn * STREAMS} calls: ${fixed(heaps.at(-1) ?? NaN, 1)} MB`)
  }
  await reader.close()
  await target.close()
  await database.close()
  await upstream.close()
  const growth = (heaps.at(-1) ?? NaN) - (heaps[0] ?? NaN)
  return {
    title: `The relay’s memory over ${calls} calls`,
    method:
      `${STREAMS} calls at a time with answers of ${TOKENS} tokens, recorded with their bodies. The heap is what V8 and buffers hold ` +
      'once everything that is over is cleared away.',
    table: {
      columns: ['calls', 'heap MB'],
      rows: heaps.map((heap, index) => [String((calls / STEPS) * (index + 1)), fixed(heap, 1)]),
    },
    goals: [
      {
        text: `from the first tenth of the calls to the last at most ${MOST_GROWTH_MB} MB more`,
        measured: `${fixed(growth, 1)} MB`,
        isReached: growth <= MOST_GROWTH_MB,
      },
      { text: 'nothing lost', measured: `${faults} faults`, isReached: faults === 0 },
    ],
    figures: { heaps, faults },
  }
}

/** Once the log of the calls is written. */
async function readHeapMb(target: Relay): Promise<number> {
  await delay(1000)
  const told = target.output().length
  process.kill(target.pid, 'SIGUSR2')
  for (;;) {
    await delay(50)
    const found = /heap (\{.*\})/.exec(target.output().slice(told))?.[1]
    if (found === undefined) continue
    const { heapUsed, external } = JSON.parse(found) as { heapUsed: number; external: number }
    return (heapUsed + external) / 1024 / 1024
  }
}
