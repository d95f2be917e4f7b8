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

export interface UserValues {
  email: string
  nickname: string
  passwordHash: string
  /** Whether this registration may go on, asked once it is certain whether it is the first. */
  mayRegister: (isFirst: boolean) => boolean
}
