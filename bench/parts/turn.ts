import { Receiver } from '../load/receiver.ts'
import { startUpstream, type Upstream } from '../load/start-upstream.ts'
import { median, percentile } from '../measure/median.ts'
import { startStatementLog, type Statement, type StatementLog } from '../measure/statement-log.ts'
import { fixed } from '../report/fixed.ts'
import { startChatMore } from '../targets/chatmore/start-chatmore.ts'
import { startDatabase } from '../targets/chatmore/start-database.ts'
import type { Reader, Target } from '../targets/target.ts'
import type { Goal, Part, PartContext } from './part.ts'

const WINDOWS = 12
const READERS = 16
const RATE = 30

interface Turn {
  /** Of the statements until the last upstream call had started: what each was. */
  before: string[]
  /** From BEGIN to the answer to COMMIT. */
  transactionMs: number
  /** From the question to the last upstream call. */
  startMs: number
}

/** What the database is asked for one user's message to twelve windows, and while answers stream. */
export const measureTurn: Part = async (context) => {
  const upstream = await startUpstream()
  const database = await startDatabase()
  const log = await startStatementLog(database.url)
  const options = { upstreamUrl: upstream.url, databaseUrl: log.url, db: database.db, cores: context.cores }
  const target = await startChatMore(options)
  const turns = await takeTurns({ upstream, log, target, context })
  const streaming = await countWhileStreaming({ upstream, log, target, context })
  await target.close()
  await log.close()
  await database.close()
  await upstream.close()

  const before = percentile(
    turns.map((turn) => turn.before.length),
    0.5,
  )
  const transactionMs = percentile(
    turns.map((turn) => turn.transactionMs),
    0.5,
  )
  const typical = turns.find((turn) => turn.before.length === before)
  return {
    title: `The database: a message to ${WINDOWS} windows, and ${READERS * WINDOWS} answers streaming`,
    method:
      'A log stands between server and database and notes each statement (it adds about 0.1 ms to each). "Before" is from the question to the last of the ' +
      `${WINDOWS} upstream calls, BEGIN and COMMIT counted; "while streaming" is the middle of answers at ${RATE} tokens a second.`,
    table: {
      columns: ['what', 'measured'],
      rows: [
        ['statements before the upstream calls', String(before)],
        ['of these, BEGIN and COMMIT', String(typical?.before.filter(isFrame).length ?? 0)],
        ['write of the send, p50 ms', fixed(transactionMs, 2)],
        ['question to last upstream call, p50 ms', fixed(median(turns.map((turn) => turn.startMs)), 1)],
        ['statements a second while streaming', fixed(streaming.all, 1)],
        ['of these, checkpoints', fixed(streaming.checkpoints, 1)],
        ['of these, checks of rights', fixed(streaming.rights, 1)],
      ],
    },
    goals: toGoals({ before, transactionMs, checkpoints: streaming.checkpoints }),
    figures: { turns: turns.length, before: typical?.before, transactionMs, streaming },
  }
}

function toGoals(found: { before: number; transactionMs: number; checkpoints: number }): Goal[] {
  return [
    {
      text: `at most 2 statements before the ${WINDOWS} upstream calls start`,
      measured: String(found.before),
      isReached: found.before <= 2,
    },
    {
      text: 'the write of the send takes the database at most 1 ms at p50',
      measured: `${fixed(found.transactionMs, 2)} ms`,
      isReached: found.transactionMs <= 1,
    },
    {
      text: `all checkpoints of ${READERS * WINDOWS} answers in one statement a second`,
      measured: fixed(found.checkpoints, 1),
      // The last of the second may fall into it, or not.
      isReached: found.checkpoints <= 1.2,
    },
  ]
}

interface Stage {
  upstream: Upstream
  log: StatementLog
  target: Target
  context: PartContext
}

async function takeTurns({ upstream, log, target, context }: Stage): Promise<Turn[]> {
  const reader = await target.openReader(Array.from({ length: WINDOWS }, (_, stream) => stream))
  const turns: Turn[] = []
  for (let turn = 0; turn < (context.isQuick ? 10 : 40); turn += 1) {
    const from = log.statements.length
    const startedAt = performance.now()
    await reader.ask({ turn, tokens: 5, rate: 1000 }, new Receiver(upstream))
    const calledAt = lastCallAt(upstream)
    const statements = log.statements.slice(from)
    turns.push({
      before: statements
        .filter((statement) => statement.startedAt < calledAt)
        .map(({ sql }) => sql.slice(0, 160)),
      transactionMs: timeSend(statements),
      startMs: calledAt - startedAt,
    })
  }
  await reader.close()
  // The first ones warm up.
  return turns.slice(3)
}

function lastCallAt(upstream: Upstream): number {
  const times = Array.from({ length: WINDOWS }, (_, stream) => upstream.find(stream)?.requestedAt ?? NaN)
  return Math.max(...times)
}

/** The transaction that writes the messages. */
function timeSend(statements: Statement[]): number {
  const insert = statements.find(({ sql }) => /^insert into `?messages`?/i.test(sql))
  const own = statements.filter((statement) => statement.connection === insert?.connection)
  const at = insert ? own.indexOf(insert) : -1
  const begin = own.slice(0, at).findLast(isBegin)
  const commit = own.slice(at).find(({ sql }) => /^commit/i.test(sql))
  if (begin && commit) return commit.endedAt - begin.startedAt
  return insert ? insert.endedAt - insert.startedAt : NaN
}

function isBegin({ sql }: Statement): boolean {
  return /^(begin|start transaction)/i.test(sql)
}

function isFrame(sql: string): boolean {
  return /^(begin|start transaction|commit)/i.test(sql)
}

/** Writes texts, which a mere renewal of leases does not. */
function isCheckpoint({ sql }: Statement): boolean {
  return /^(insert into|update) `?messages`?/i.test(sql) && sql.includes('content')
}

function isRightsCheck({ sql }: Statement): boolean {
  return /^\(*select /i.test(sql) && /`?(api_keys|auth_sessions|chat_sessions)`?/.test(sql)
}

async function countWhileStreaming({ upstream, log, target, context }: Stage) {
  const readers: Reader[] = await Promise.all(
    Array.from({ length: READERS }, (_, index) =>
      target.openReader(Array.from({ length: WINDOWS }, (__, window) => (index + 1) * WINDOWS + window)),
    ),
  )
  const seconds = context.isQuick ? 8 : 20
  const order = { turn: 1, tokens: seconds * RATE, rate: RATE }
  const receiver = new Receiver(upstream)
  const startedAt = performance.now()
  await Promise.all(readers.map((reader) => reader.ask(order, receiver)))
  await Promise.all(readers.map((reader) => reader.close()))
  const [from, to] = [startedAt + seconds * 300, startedAt + seconds * 900]
  const middle = log.statements.filter(({ startedAt: at }) => at >= from && at < to)
  const perSecond = (count: number) => (count * 1000) / (to - from)
  const kinds = new Map<string, number>()
  for (const { sql } of middle) kinds.set(sql.slice(0, 80), (kinds.get(sql.slice(0, 80)) ?? 0) + 1)
  return {
    all: perSecond(middle.length),
    checkpoints: perSecond(middle.filter(isCheckpoint).length),
    rights: perSecond(middle.filter(isRightsCheck).length),
    kinds: Object.fromEntries([...kinds].map(([kind, count]) => [kind, perSecond(count)])),
  }
}
