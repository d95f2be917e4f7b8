import { runRound, type Round } from '../load/run-round.ts'
import { startUpstream } from '../load/start-upstream.ts'
import { median } from '../measure/median.ts'
import { fixed } from '../report/fixed.ts'
import { openFilledRoom } from '../targets/chatmore/open-filled-room.ts'
import { startChatMore } from '../targets/chatmore/start-chatmore.ts'
import { startDatabase } from '../targets/chatmore/start-database.ts'
import type { Reader } from '../targets/target.ts'
import type { Part, PartContext, PartResult } from './part.ts'

const READERS = 10
const WINDOWS = 10
const RATE = 200
const SHORT = 500
/** Of what a window may load of its history, this is more. */
const HISTORY = { turns: 500, textLength: 200 }

const names = ['short', 'long', 'history'] as const
type Name = (typeof names)[number]
type RoundsOf = Record<Name, Round[]>

/** Whether a token costs the same in a long answer, and after a long history. */
export const measureAnswerLength: Part = async (context) => {
  const upstream = await startUpstream()
  const database = await startDatabase()
  const { url: databaseUrl, db } = database
  const target = await startChatMore({ upstreamUrl: upstream.url, databaseUrl, db, cores: context.cores })
  const fresh = await openAll((streams) => target.openReader(streams))
  const filled = await openAll((streams) => openFilledRoom({ target, db, ...HISTORY }, streams))
  const rounds: RoundsOf = { short: [], long: [], history: [] }
  for (let round = 0; round <= context.rounds; round += 1) {
    for (const [index, name] of names.entries()) {
      const readers = name === 'history' ? filled : fresh
      const tokens = name === 'long' && round > 0 ? toLong(context) : SHORT
      const order = { turn: round * names.length + index, tokens, rate: RATE }
      const result = await runRound({ upstream, target, readers, order })
      if (round === 0) continue
      rounds[name].push(result)
      context.print(
        `  ${name}: ${result.steadyCpuPerMillion.toFixed(1)} s CPU per million chunks in mid-stream`,
      )
    }
  }
  await Promise.all([...fresh, ...filled].map((reader) => reader.close()))
  await target.close()
  await database.close()
  await upstream.close()
  return toResult(rounds, context)
}

function toLong({ isQuick }: PartContext): number {
  return isQuick ? 2000 : 8000
}

async function openAll(open: (streams: number[]) => Promise<Reader>): Promise<Reader[]> {
  const readers: Reader[] = []
  for (let index = 0; index < READERS; index += 1) {
    readers.push(await open(Array.from({ length: WINDOWS }, (_, window) => index * WINDOWS + window)))
  }
  return readers
}

function toResult(rounds: RoundsOf, context: PartContext): PartResult {
  const of = (name: Name, figure: 'steadyCpuPerMillion' | 'cpuPerMillion' | 'ageP99') =>
    median(rounds[name].map((round) => round[figure] ?? NaN))
  const toShort = (name: Name) => of(name, 'steadyCpuPerMillion') / of('short', 'steadyCpuPerMillion')
  const texts = {
    short: `answers of ${SHORT} tokens, no history`,
    long: `answers of ${toLong(context)} tokens`,
    history: `answers of ${SHORT} tokens after ${HISTORY.turns * 2} messages in each window`,
  }
  return {
    title: `The length of answers and histories: ${READERS * WINDOWS} answers at ${RATE} tokens a second`,
    method:
      'CPU of the server for a million chunks in mid-stream, and all in: that has what an answer costs at its beginning and end, which the history makes ' +
      'dearer as it is sent along.',
    table: {
      columns: ['', 'mid-stream CPU s per million', 'to short', 'all in', 'age p99 ms', 'faults'],
      rows: names.map((name) => [
        texts[name],
        fixed(of(name, 'steadyCpuPerMillion'), 1),
        fixed(toShort(name), 2),
        fixed(of(name, 'cpuPerMillion'), 1),
        fixed(of(name, 'ageP99'), 0),
        String(rounds[name].reduce((sum, { faults }) => sum + faults, 0)),
      ]),
    },
    goals: [
      {
        text: `a token of a long answer costs at most 1.2 of one of a short answer`,
        measured: fixed(toShort('long'), 2),
        isReached: toShort('long') <= 1.2,
      },
      {
        text: 'a token after a long history costs at most 1.2 of one without',
        measured: fixed(toShort('history'), 2),
        isReached: toShort('history') <= 1.2,
      },
    ],
    figures: rounds,
  }
}
