import {
  findPreferences,
  listApiKeys,
  listCalls,
  listLineUps,
  listSignIns,
  listTemplates,
  listVotes,
  readOwnFiles,
  readOwnSessions,
  readParts,
  readWindowMessages,
  type Scope,
  type SessionRecord,
} from '@chatmore/db'
import type { User } from '../../contract/index.ts'
import { recordAudit } from '../audit/audited.ts'
import { identifyCaller } from '../auth/identify-caller.ts'
import type { Context } from '../context.ts'

const FORMAT = 1
const AT_A_TIME = 100

type Line = { type: string } & Record<string, unknown>
type Owner = Context & { user: User; scope: Scope }

/**
 * All that is kept of the caller, as lines of JSON, read as they are sent: account and settings, sessions with their windows
 * and messages, files in parts of base64, and calls. No secret is among them, and no model that a blind session hides. Rejects
 * before the first line.
 */
export async function exportAccount(ctx: Context): Promise<AsyncIterable<string>> {
  const { user } = await identifyCaller(ctx)
  const owner = { ...ctx, user, scope: { userId: user.id } }
  await recordAudit(owner, { action: 'user.exported', target: { id: user.id, name: user.email } })
  return toText(writeAll(owner))
}

/** The last line tells how many there are, so that a file that was cut off shows it. */
async function* toText(lines: AsyncIterable<Line>): AsyncGenerator<string, void, undefined> {
  let count = 0
  for await (const line of lines) {
    count++
    yield `${JSON.stringify(line)}\n`
  }
  yield `${JSON.stringify({ type: 'end', lines: count })}\n`
}

async function* writeAll(owner: Owner): AsyncGenerator<Line, void, undefined> {
  yield { type: 'export', format: FORMAT, madeAt: new Date().toISOString() }
  yield* writeSettings(owner)
  for await (const session of readOwnSessions(owner.database, owner.scope))
    yield* writeSession(owner, session)
  yield* writeFiles(owner)
  yield* writeCalls(owner)
}

async function* writeSettings({ database, scope, user }: Owner): AsyncGenerator<Line, void, undefined> {
  yield { type: 'account', ...user }
  yield { type: 'preferences', ...(await findPreferences(database, scope)) }
  // Its id is the fingerprint of what signs in.
  for (const { id: _, ...signIn } of await listSignIns(database, user.id)) yield { type: 'signIn', ...signIn }
  for (const apiKey of await listApiKeys(database, user.id)) yield { type: 'apiKey', ...apiKey }
  for (const template of await listTemplates(database, scope)) yield { type: 'template', ...template }
  for (const lineUp of await listLineUps(database, scope)) yield { type: 'lineUp', ...lineUp }
}

async function* writeSession(
  { database, scope, veil }: Owner,
  found: SessionRecord,
): AsyncGenerator<Line, void, undefined> {
  const { windows, ...session } = await veil.hide(found)
  yield { type: 'session', ...session }
  for (const window of windows) {
    yield { type: 'window', ...window }
    for await (const page of readWindowMessages(database, scope, window.id)) {
      for (const message of await veil.hide(page)) yield { type: 'message', ...message }
    }
  }
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await listVotes(database, scope, { sessionId: session.id, cursor, limit: AT_A_TIME })
    for (const vote of page?.items ?? []) yield { type: 'vote', ...vote }
    cursor = page?.nextCursor ?? null
  }
}

async function* writeFiles({ database, scope }: Owner): AsyncGenerator<Line, void, undefined> {
  for await (const { hash, ...file } of readOwnFiles(database, scope)) {
    yield { type: 'file', ...file }
    let position = 0
    for await (const part of readParts(database, hash)) {
      yield { type: 'filePart', fileId: file.id, position: position++, base64: part.toString('base64') }
    }
  }
}

async function* writeCalls({ database, user, veil }: Owner): AsyncGenerator<Line, void, undefined> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await veil.hide(await listCalls(database, { userId: user.id }, { cursor, limit: AT_A_TIME }))
    // The endpoint's own words may name what is inside the network.
    for (const { errorDetail: _, ...call } of page.items) yield { type: 'call', ...call }
    cursor = page.nextCursor
  }
}
