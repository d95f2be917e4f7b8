import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import { decodeCursor, encodeCursor } from '../../paging/cursor.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { InviteRow } from '../../records/invite.ts'
import type { Page, PageRequest } from '../../records/page.ts'
import { invites } from '../../schema/invites.ts'
import { users } from '../../schema/users.ts'
import { toIso } from '../to-iso.ts'

const LIST = 'invites'
const maker = alias(users, 'maker')
const guest = alias(users, 'guest')

/** All invitations, used and revoked ones too, the newest first. */
export async function listInvites(
  db: Database,
  { cursor, limit: wanted }: PageRequest,
): Promise<Page<InviteRow>> {
  const limit = toLimit(wanted)
  const [before] = cursor == null ? [] : decodeCursor(LIST, /^[0-9A-Z]{26}$/, cursor)
  const rows = await db
    .select({ invite: invites, createdBy: maker.email, usedBy: guest.email })
    .from(invites)
    .leftJoin(maker, and(eq(maker.id, invites.createdBy), isNull(maker.removedAt)))
    .leftJoin(guest, and(eq(guest.id, invites.usedBy), isNull(guest.removedAt)))
    .where(before === undefined ? undefined : lt(invites.id, before))
    .orderBy(desc(invites.id))
    .limit(limit + 1)
  const page = toPage(rows, limit, ({ invite }) => encodeCursor(LIST, [invite.id]))
  return { ...page, items: page.items.map(toRow) }
}

interface Found {
  invite: typeof invites.$inferSelect
  createdBy: string | null
  usedBy: string | null
}

function toRow({ invite, createdBy, usedBy }: Found): InviteRow {
  const { id, role, note, expiresAt, usedAt, revokedAt, createdAt } = invite
  return {
    ...{ id, role, note, createdBy, usedBy },
    expiresAt: toIso(expiresAt),
    usedAt: toIso(usedAt),
    revokedAt: toIso(revokedAt),
    createdAt: toIso(createdAt),
  }
}
