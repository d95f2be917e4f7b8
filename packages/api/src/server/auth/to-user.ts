import type { User } from '../../contract/index.ts'

interface UserFields {
  id: string
  email: string
  nickname: string
  role: 'admin' | 'user'
  createdAt: Date | string
}

/** A user as the API shows them: never the whole row, which has the password's hash. */
export function toUser({ id, email, nickname, role, createdAt }: UserFields): User {
  return { id, email, nickname, role, createdAt: new Date(createdAt).toISOString() }
}
