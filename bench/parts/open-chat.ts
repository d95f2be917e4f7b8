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
import { getJson } from '../targets/post-json.ts'
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
      '"Raw" is the last messages of each window by one prepared statement a window, one after the other over one connection. "Statements" is what the ' +
      'server asks for one opening, sent again in the same way. "Server" is one HTTP call with message.list of all windows, from the question to the last byte.',
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

interface Chats {
  account: Account
  /** The ids of each chat's windows. */
  windows: string[][]
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
  const windows: string[][] = []
  // Every so many, so that the chats lie all over the table.
  for (let index = 0; index < ids.length; index += Math.ceil(ids.length / 100)) {
    const session = await findSession(db, scope, ids[index] ?? '')
    windows.push((session?.windows ?? []).map(({ id }) => id))
  }
  return { account, windows }
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
    for (const [index, windows] of chats.windows.entries()) {
      const opening = {
        server: await time(() => openChat(server.url, chats.account, windows)),
        raw: await time(() => readRaw(connection, windows)),
        sql: await time(() => replay(connection, statements[index] ?? [])),
      }
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
  for (const windows of chats.windows) {
    const from = log.statements.length
    await openChat(server.url, chats.account, windows)
    statements.push(log.statements.slice(from).map(({ sql }) => sql))
  }
  await server.close()
  await log.close()
  return statements
}

async function openChat(url: string, { token }: Account, windows: string[]): Promise<void> {
  const input = Object.fromEntries(windows.map((windowId, index) => [index, { windowId, limit: MESSAGES }]))
  const path = windows.map(() => 'message.list').join(',')
  const query = `batch=1&input=${encodeURIComponent(JSON.stringify(input))}`
  const results = await getJson<{ result: { data: { items: unknown[] } } }[]>({
    url: `${url}/trpc/${path}?${query}`,
    headers: { authorization: `Bearer ${token}` },
  })
  if (results.some(({ result }) => result.data.items.length !== MESSAGES))
    throw new Error('Messages are missing.')
}

async function readRaw(connection: Connection, windows: string[]): Promise<void> {
  const sql = `SELECT id, seq, role, content, reasoning, status, finish_reason, prompt_tokens, completion_tokens, model_name,
    created_at FROM messages WHERE window_id = ? ORDER BY seq DESC LIMIT ${MESSAGES + 1}`
  for (const window of windows) await connection.execute(sql, [window])
}

async function replay(connection: Connection, statements: string[]): Promise<void> {
  for (const sql of statements) await connection.query(sql)
}

async function time(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
