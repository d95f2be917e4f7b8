import { createModelConfig, findSession, type Database } from '@chatmore/db'
import { fillMessages } from '@chatmore/db/testing'
import { createConnection, type Connection } from 'mysql2/promise'
import { startUpstream } from '../load/start-upstream.ts'
import { median } from '../measure/median.ts'
import { startStatementLog } from '../measure/statement-log.ts'
import { fixed } from '../report/fixed.ts'
import { createAccount, type Account } from '../targets/chatmore/create-account.ts'
import { startChatMore } from '../targets/chatmore/start-chatmore.ts'
import { startDatabase, type BenchDatabase } from '../targets/chatmore/start-database.ts'
import { getText } from '../targets/post-json.ts'
import type { Goal, Part, PartContext } from './part.ts'

const WINDOWS = 12
const MESSAGES = 50
/** With 42 turns of two messages in each window, a thousand sessions are a million messages. */
const TURNS = 42
const SQL_MS = 3

/** Times of one opening, in milliseconds. */
interface Opening {
  raw: number
  sql: number
  server: number
}

/** What it takes to open a chat of twelve windows in a database of a million messages. */
export const measureOpenChat: Part = async (context) => {
  const database = await startDatabase()
  const sessions = context.isQuick ? 100 : 1000
  context.print(`  filling the database with ${sessions * WINDOWS * TURNS * 2} messages`)
  const chats = await fill(database.db, sessions)
  const openings = await openAll({ context, database, chats })
  await database.close()

  const p50 = (kind: keyof Opening) => median(openings.map((opening) => opening[kind]))
  const [raw, sql, server] = [p50('raw'), p50('sql'), p50('server')]
  return {
    title: `Opening a chat of ${WINDOWS} windows with ${MESSAGES} messages each, of ${sessions * WINDOWS * TURNS * 2} messages of 1,000 characters`,
    method:
      '"Raw" is the same rows and columns by one prepared statement, a UNION of the newest messages of each window, over one connection. "Statements" is what ' +
      'message.latest asks for one opening, the check of the key included, sent again over that connection. "Server" is the HTTP call of message.latest, from ' +
      'the question to the last byte.',
    table: {
      columns: ['', 'p50 ms', 'to raw'],
      rows: [
        ['raw', fixed(raw, 2), '1.00'],
        ['statements', fixed(sql, 2), fixed(sql / raw, 2)],
        ['server', fixed(server, 2), fixed(server / raw, 2)],
      ],
    },
    goals: toGoals({ raw, sql, server }),
    figures: { openings: openings.length, raw, sql, server },
  }
}

function toGoals({ raw, sql, server }: Opening): Goal[] {
  return [
    {
      text: `the statements take at most ${SQL_MS} ms`,
      measured: `${fixed(sql, 2)} ms`,
      isReached: sql <= SQL_MS,
    },
    {
      text: 'the server takes at most twice the raw statements',
      measured: fixed(server / raw, 2),
      isReached: server / raw <= 2,
    },
  ]
}

interface Chat {
  sessionId: string
  windowIds: string[]
}

interface Chats {
  account: Account
  opened: Chat[]
}

async function fill(db: Database, sessions: number): Promise<Chats> {
  const account = await createAccount(db)
  const scope = { userId: account.userId }
  const model = await createModelConfig(db, {
    name: 'Filled',
    provider: 'custom',
    apiBase: 'http://127.0.0.1:9/v1',
    model: 'filled',
  })
  const request = { scope, modelId: model.id, sessions, windowsPerSession: WINDOWS, turnsPerWindow: TURNS }
  const ids = await fillMessages(db, request)
  const opened: Chat[] = []
  // Every so many, so that the chats lie all over the table.
  for (let index = 0; index < ids.length; index += Math.ceil(ids.length / 100)) {
    const sessionId = ids[index] ?? ''
    const session = await findSession(db, scope, sessionId)
    opened.push({ sessionId, windowIds: (session?.windows ?? []).map(({ id }) => id) })
  }
  return { account, opened }
}

interface OpenAllOptions {
  context: PartContext
  database: BenchDatabase
  chats: Chats
}

async function openAll({ context, database, chats }: OpenAllOptions): Promise<Opening[]> {
  const statements = await readStatements({ context, database, chats })
  const upstream = await startUpstream()
  const { db, url: databaseUrl } = database
  const server = await startChatMore({ upstreamUrl: upstream.url, databaseUrl, db, cores: context.cores })
  const connection = await createConnection(databaseUrl)
  const openings: Opening[] = []
  for (let round = 0; round <= context.rounds; round += 1) {
    for (const [index, chat] of chats.opened.entries()) {
      let text = ''
      const opening = {
        server: await time(async () => (text = await openChat(server.url, chats.account, chat))),
        raw: await time(() => readRaw(connection, chat)),
        sql: await time(() => replay(connection, statements[index] ?? [])),
      }
      requireWhole(text)
      // The first round warms up.
      if (round > 0) openings.push(opening)
    }
  }
  await connection.end()
  await server.close()
  await upstream.close()
  return openings
}

/** What the server asks of the database for each chat. */
async function readStatements({ context, database, chats }: OpenAllOptions): Promise<string[][]> {
  const log = await startStatementLog(database.url)
  const options = { upstreamUrl: 'http://127.0.0.1:9/v1', databaseUrl: log.url, db: database.db }
  const server = await startChatMore({ ...options, cores: context.cores })
  const statements: string[][] = []
  for (const chat of chats.opened) {
    const from = log.statements.length
    requireWhole(await openChat(server.url, chats.account, chat))
    statements.push(log.statements.slice(from).map(({ sql }) => sql))
  }
  await server.close()
  await log.close()
  return statements
}

function openChat(url: string, { token }: Account, { sessionId }: Chat): Promise<string> {
  const input = encodeURIComponent(JSON.stringify({ sessionId, limit: MESSAGES }))
  return getText({
    url: `${url}/trpc/message.latest?input=${input}`,
    headers: { authorization: `Bearer ${token}` },
  })
}

/** Apart from what is timed, as nothing of it is the server's work. */
function requireWhole(text: string): void {
  const { result } = JSON.parse(text) as { result: { data: { windows: { items: unknown[] }[] } } }
  const { windows } = result.data
  if (windows.length !== WINDOWS || windows.some(({ items }) => items.length !== MESSAGES)) {
    throw new Error('Messages are missing.')
  }
}

async function readRaw(connection: Connection, { windowIds }: Chat): Promise<void> {
  const newest = `(SELECT id, session_id, window_id, seq, role, content, reasoning, status, finish_reason, error_code, error_message,
    prompt_tokens, completion_tokens, reasoning_tokens, usage_estimated, cost, currency, ttft_ms, latency_ms, model_id, model_name,
    broadcast_group_id, reply_to_id, attempt, superseded, created_at
    FROM messages WHERE window_id = ? ORDER BY seq DESC LIMIT ${MESSAGES + 1})`
  await connection.execute(windowIds.map(() => newest).join(' UNION ALL '), windowIds)
}

async function replay(connection: Connection, statements: string[]): Promise<void> {
  for (const sql of statements) await connection.query(sql)
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
