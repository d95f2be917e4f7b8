import type { Database } from '../../database.ts'
import type { CheckpointRow } from '../../records/run.ts'
import { messages } from '../../schema/messages.ts'
import { countRows } from '../count-rows.ts'
import { leaseEnd } from '../database-now.ts'
import { splitBySize } from '../split-by-size.ts'
import { byId, holdLeases } from './hold-leases.ts'

/**
 * Writes the texts so far, makes the answers `streaming` and renews their leases: one statement for all, unless the texts
 * are huge. Leaves alone the rows whose lease was lost or that have ended, and returns their ids.
 */
export async function writeCheckpoints(db: Database, rows: CheckpointRow[]): Promise<string[]> {
  const lost: string[] = []
  for (const part of splitBySize(rows, (row) => row.content.length + row.reasoning.length)) {
    lost.push(...(await writePart(db, part)))
  }
  return lost
}

async function writePart(db: Database, rows: CheckpointRow[]): Promise<string[]> {
  const result = await db
    .update(messages)
    .set({
      content: byId(rows, (row) => row.content),
      reasoning: byId(rows, (row) => row.reasoning),
      status: 'streaming',
      leaseUntil: leaseEnd,
    })
    .where(holdLeases(rows))
  return countRows(result) === rows.length ? [] : listLost(db, rows)
}

async function listLost(db: Database, rows: CheckpointRow[]): Promise<string[]> {
  const held = await db.select({ id: messages.id }).from(messages).where(holdLeases(rows))
  const heldIds = new Set(held.map((row) => row.id))
  return rows.map((row) => row.messageId).filter((id) => !heldIds.has(id))
}
