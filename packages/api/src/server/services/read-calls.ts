import {
  findCall,
  findUser,
  listBlindSessions,
  listCalls as list,
  type CallRecord,
  type CallScope,
  type Scope,
} from '@chatmore/db'
import type { Call, CallDetail, CallFilter, CallListInput, CallPage, User } from '../../contract/index.ts'
import { recordAudit, type AuditNote, type AuditSource } from '../audit/audited.ts'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { openBodies } from './call-bodies.ts'
import { prepareReplay } from './prepare-replay.ts'

export interface Reader {
  user: User
  scope: Scope
}

type Parts = Pick<Dependencies, 'database'> & { user: User }
type ReadParts = Pick<Dependencies, 'database'> & Reader & AuditSource

/** An administrator sees everyone's calls, anyone else their own. */
function toCallScope({ role, id }: User): CallScope {
  return { userId: role === 'admin' ? null : id }
}

export async function listCalls({ database, user }: Parts, input: CallListInput): Promise<CallPage> {
  const page = await list(database, toCallScope(user), { ...input, ...toTimes(input) })
  return { ...page, items: page.items.map(toCall) }
}

/** With what went over the wire. That an administrator read another's chat there is in the audit log. */
export async function getCall(parts: ReadParts, id: string): Promise<CallDetail> {
  const read = requireFound(await findReadCall(parts, id), 'this call')
  const { call, isHidden } = read
  const reading = await toReading(parts, read)
  if (reading) await recordAudit(parts, reading)
  const prepared = isHidden ? 'hidden' : await prepareReplay(parts, call)
  return { ...call, replayObstacle: typeof prepared === 'string' ? prepared : null }
}

/** A call as its reader may see it, but for its models where these are hidden. */
export interface ReadCall {
  call: Omit<CallDetail, 'replayObstacle'>
  isHidden: boolean
}

export async function findReadCall({ database, user }: Parts, id: string): Promise<ReadCall | null> {
  const found = await findCall(database, toCallScope(user), id)
  if (!found) return null
  const { call, bodies } = found
  const errorDetail = user.role === 'admin' ? call.errorDetail : null
  const detail = { ...toCall(call), ...(await openBodies(bodies)), errorDetail, isRecorded: bodies !== null }
  return { call: detail, isHidden: await isBlind({ database }, call) }
}

/** Of a session that is not there any more nobody knows whether it hid them. */
async function isBlind({ database }: Pick<Dependencies, 'database'>, { sessionId }: CallRecord) {
  if (sessionId === null) return false
  return (await listBlindSessions(database, [sessionId])).get(sessionId) ?? true
}

/** What the audit log says of someone who reads what another sent and was answered; null of one's own. */
export async function toReading(
  { database, user }: Parts,
  { call, isHidden }: ReadCall,
  details: Record<string, boolean> = {},
): Promise<AuditNote | null> {
  if (call.userId === user.id || !call.isRecorded || isHidden) return null
  const owner = await findUser(database, call.userId)
  return {
    action: 'call.read',
    target: { id: call.userId, name: owner?.email ?? call.userName },
    details: { call: call.id, ...details },
  }
}

function toTimes({ from, to }: CallFilter) {
  return {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  }
}

/** The endpoint's own words may name what is inside the network. */
function toCall(record: CallRecord): Call {
  const { errorDetail: _, ...call } = record
  return call
}
