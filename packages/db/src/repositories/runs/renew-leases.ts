import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { messages } from '../../schema/messages.ts'
import { countRows } from '../count-rows.ts'
import { leaseEnd } from '../database-now.ts'
import { inFlightStatuses } from './hold-leases.ts'

/**
 * Renews the leases of the owner's answers in flight, expired ones too as long as nobody took them. Returns the ids of those
 * that it holds no longer.
 */
export async function renewLeases(db: Database, messageIds: string[], owner: string): Promise<string[]> {
  if (messageIds.length === 0) return []
  const areHeld = and(
    inArray(messages.id, messageIds),
    eq(messages.leaseOwner, owner),
    inArray(messages.status, inFlightStatuses),
  )
  const result = await db.update(messages).set({ leaseUntil: leaseEnd }).where(areHeld)
  if (countRows(result) === messageIds.length) return []
  const held = await db.select({ id: messages.id }).from(messages).where(areHeld)
  const heldIds = new Set(held.map((row) => row.id))
  return messageIds.filter((id) => !heldIds.has(id))
}
