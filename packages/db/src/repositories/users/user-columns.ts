import type { UserRow } from '../../records/user.ts'
import { users } from '../../schema/users.ts'

/** What a user is shown as: never the password's hash. */
export const userColumns = {
  id: users.id,
  email: users.email,
  nickname: users.nickname,
  role: users.role,
  createdAt: users.createdAt,
}

type Selected = Omit<UserRow, 'createdAt'> & { createdAt: Date }

export function toUserRow({ id, email, nickname, role, createdAt }: Selected): UserRow {
  return { id, email, nickname, role, createdAt: createdAt.toISOString() }
}
