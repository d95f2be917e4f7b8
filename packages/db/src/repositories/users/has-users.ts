import type { Database } from '../../database.ts'
import { users } from '../../schema/users.ts'

export async function hasUsers(db: Database): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1)
  return rows.length > 0
}
