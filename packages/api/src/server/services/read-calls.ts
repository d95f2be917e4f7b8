import { findCall, listCalls as list, type CallRecord, type CallScope } from '@chatmore/db'
import type { Call, CallDetail, CallFilter, CallListInput, CallPage, User } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { openBodies } from './call-bodies.ts'

type Parts = Pick<Dependencies, 'database'> & { user: User }

/** An administrator sees everyone's calls, anyone else their own. */
function toCallScope({ role, id }: User): CallScope {
  return { userId: role === 'admin' ? null : id }
}

export async function listCalls({ database, user }: Parts, input: CallListInput): Promise<CallPage> {
  const page = await list(database, toCallScope(user), { ...input, ...toTimes(input) })
  return { ...page, items: page.items.map(toCall) }
}

export async function getCall({ database, user }: Parts, id: string): Promise<CallDetail> {
  const { call, bodies } = requireFound(await findCall(database, toCallScope(user), id), 'this call')
  const errorDetail = user.role === 'admin' ? call.errorDetail : null
  return { ...toCall(call), ...(await openBodies(bodies)), errorDetail, isRecorded: bodies !== null }
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
