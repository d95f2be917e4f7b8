import { startUpstream } from '../load/start-upstream.ts'
import { startUpstreamClient } from '../targets/upstream-client.ts'
import { fixed } from '../report/fixed.ts'
import { interleave, medianOf, ratioOf } from './interleave.ts'
import type { Stage } from './open-stage.ts'
import type { Part, PartContext } from './part.ts'

const STREAMS = 50
const RATE = 100
const kinds = ['node:http', 'packages/llm'] as const

/** What reading an answer costs, beside the least that it can. */
export const measureUpstreamClient: Part = async (context) => {
  const stage = await openClients(context)
  const tokens = context.isQuick ? 500 : 1500
  const floodMs = context.isQuick ? 1500 : 4000
  const paced = await interleave({ stage, context, order: { tokens, rate: RATE } })
  const saturated = await interleave({ stage, context, order: { tokens: 300_000, rate: 0 }, floodMs })
  await stage.close()
  const ratio = ratioOf(paced, 'cpuPerMillion', ['packages/llm', 'node:http'])
  return {
    title: `The client of upstreams: ${STREAMS} answers at ${RATE} tokens a second`,
    method:
      'A process that reads answers and compares them with the script: by node:http with a parser by hand, which is the least there is, and by ' +
      'packages/llm, which also bears the quirks of endpoints, checks addresses, keeps timeouts and counts usage.',
    table: {
      columns: [
        '',
        'CPU s per million chunks',
        'to node:http',
        'k chunks/s saturated',
        'to node:http',
        'faults',
      ],
      rows: kinds.map((kind) => [
        kind,
        fixed(medianOf(paced, kind, 'cpuPerMillion'), 1),
        fixed(ratioOf(paced, 'cpuPerMillion', [kind, 'node:http']), 2),
        fixed(medianOf(saturated, kind, 'tokensPerSecond') / 1000, 0),
        fixed(ratioOf(saturated, 'tokensPerSecond', [kind, 'node:http']), 2),
        String(
          [...(paced.get(kind) ?? []), ...(saturated.get(kind) ?? [])].reduce(
            (sum, { faults }) => sum + faults,
            0,
          ),
        ),
      ]),
    },
    goals: [
      {
        text: 'CPU at most 1.15 of node:http with a parser by hand',
        measured: fixed(ratio, 2),
        isReached: ratio <= 1.15,
      },
    ],
    figures: { paced: Object.fromEntries(paced), saturated: Object.fromEntries(saturated) },
  }
}

async function openClients({ cores }: PartContext): Promise<Stage> {
  const upstream = await startUpstream()
  const options = { upstreamUrl: upstream.url, cores }
  const targets = await Promise.all(kinds.map((kind) => startUpstreamClient(kind, options)))
  const streams = Array.from({ length: STREAMS }, (_, index) => index)
  const readers = await Promise.all(targets.map((target) => target.openReader(streams)))
  return {
    upstream,
    targets,
    readers: new Map(targets.map((target, index) => [target, readers.slice(index, index + 1)])),
    close: async () => {
      await Promise.all(targets.map((target) => target.close()))
      await upstream.close()
    },
  }
}
