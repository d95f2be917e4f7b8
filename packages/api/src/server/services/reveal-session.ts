import { revealSession as showModels, type Scope } from '@chatmore/db'
import type { Session } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { publishSession } from './publish-session.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Shows a session's models, for good. */
export async function revealSession(parts: Parts, id: string): Promise<Session> {
  await showModels(parts.database, parts.scope, id)
  return publishSession(parts, id)
}
