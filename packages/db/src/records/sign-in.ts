export interface SignInRow {
  id: string
  userAgent: string | null
  address: string | null
  createdAt: string
  /** Within ten minutes. */
  lastUsedAt: string
}

export interface SignInChoice {
  userId: string
  /** This one alone. */
  id?: string
  /** All but this one. */
  exceptId?: string | undefined
}
