import { isNull } from 'drizzle-orm'
import { users } from '../../schema/users.ts'

/** Not suspended. Needs `users` in the query. */
export const isActive = isNull(users.suspendedAt)
