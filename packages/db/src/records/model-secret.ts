export type ModelSecretKind = 'key' | 'header'

/** A sealed key or header value as the table has it, times as ISO strings. */
export interface ModelSecretRow {
  id: string
  kind: ModelSecretKind
  name: string
  cipher: string
  setAsideAt: string | null
  restsUntil: string | null
  refusedAt: string | null
  refusedStatus: number | null
  createdAt: string
}

export interface ModelSecretValues {
  /** The cipher is bound to it. */
  id: string
  kind: ModelSecretKind
  name: string
  cipher: string
}
