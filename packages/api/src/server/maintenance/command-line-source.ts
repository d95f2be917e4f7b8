import type { Database } from '@chatmore/db'
import type { AuditSource } from '../audit/audited.ts'

/** Who has the machine's command line needs no account: the audit log says that it was they. */
export function fromCommandLine(database: Database): AuditSource {
  const user = { id: null, email: 'command line' }
  return { database, user, address: null, requestId: null, onAudit: () => {} }
}
