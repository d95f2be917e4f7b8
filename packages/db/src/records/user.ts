import type { PageRequest } from './page.ts'

export interface UserRow {
  id: string
  email: string
  nickname: string
  role: 'admin' | 'user'
  createdAt: string
}

export interface UserWithHash extends UserRow {
  passwordHash: string
  isSuspended: boolean
}

/** How a registration came about. */
export interface Admission {
  isFirst: boolean
  /** The invitation was good, and is used by this. */
  isInvited: boolean
}

export interface UserValues {
  email: string
  nickname: string
  passwordHash: string
  /** The hash of an invitation, which is used up by the registration and decides the role. */
  inviteHash?: string | undefined
  /** Whether this registration may go on, asked once it is certain how it came about. */
  mayRegister: (admission: Admission) => boolean
}

/** A user as administrators see them. */
export interface ListedUser extends UserRow {
  lastSignInAt: string | null
  suspendedAt: string | null
  /** In how many browsers they are signed in. */
  signIns: number
}

export interface UserListRequest extends PageRequest {
  search?: string | undefined
}

export interface UserChange {
  role?: 'admin' | 'user' | undefined
  isSuspended?: boolean | undefined
}

interface Standing {
  role: 'admin' | 'user'
  isSuspended: boolean
}

/** Null: no such user. `lastAdmin`: nothing was changed, since nobody could administer afterwards. */
export type UserChangeResult = null | 'lastAdmin' | { was: Standing; becomes: Standing; email: string }

export interface OwnUserChange {
  nickname?: string
  passwordHash?: string
}
