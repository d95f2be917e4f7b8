import { eq } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { CallSource } from '../../records/call-source.ts'
import type { RelayStep } from '../../records/relay-name.ts'
import type { FinishedRun } from '../../records/run.ts'
import { calls } from '../../schema/calls.ts'
import { addUsage, insertCalls } from '../calls/write-calls.ts'
import { requirePersonalWorkspace } from '../workspaces/require-personal-workspace.ts'
import { toBodyRow, toCallRow } from './finished-run-rows.ts'

/** A call that wrote no message. Of the user's own workspace where none is named. */
export interface LooseCall extends Omit<FinishedRun, keyof typeof nothing | 'call'> {
  source: CallSource
  sessionId?: string | undefined
  /** The relay's name that stood for it, and as which of its models it was asked. */
  relay?: RelayStep | undefined
  call: Omit<FinishedRun['call'], 'workspaceId' | 'purpose'> & { workspaceId?: string | undefined }
}

const nothing = {
  lease: { owner: '', fence: 0 },
  content: '',
  reasoning: '',
  thinkingMs: null,
  asked: null,
  messageId: '',
}

/** Writes a call of the server's own into the log, and once where it is repeated after a lost connection. */
export async function recordCall(
  db: Database,
  { source, sessionId, relay, ...loose }: LooseCall,
): Promise<void> {
  const now = new Date()
  const id = newId()
  await transact(
    db,
    async (tx) => {
      const [known] = await tx.select({ id: calls.id }).from(calls).where(eq(calls.id, id))
      if (known) return
      const workspaceId = loose.call.workspaceId ?? (await requirePersonalWorkspace(tx, loose.call))
      const run = { ...nothing, ...loose, call: { ...loose.call, workspaceId } }
      const written = toCallRow(run, { attempt: 1, sessionId: '' }, now)
      const step = { relayName: relay?.name ?? null, relayAttempt: relay?.attempt ?? null }
      const row = { ...written, ...step, id, source, sessionId: sessionId ?? null, messageId: null }
      const body = toBodyRow(run, id, now)
      await insertCalls(tx, [row], body ? [body] : [])
      await addUsage(tx, [row])
    },
    { isRepeatable: true },
  )
}
