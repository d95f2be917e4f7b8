export interface InviteValues {
  tokenHash: string
  role: 'admin' | 'user'
  note: string | null
  createdBy: string
  expiresAt: Date
}

export interface InviteRow {
  id: string
  role: 'admin' | 'user'
  note: string | null
  expiresAt: string
  usedAt: string | null
  revokedAt: string | null
  createdAt: string
  /** The e-mail addresses of who made it and who used it, where their accounts are there still. */
  createdBy: string | null
  usedBy: string | null
}
