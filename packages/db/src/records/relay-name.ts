/** Which of its models a name asks first: the first in order, or each in turn. The others stand in for it. */
export type RelayMode = 'fallback' | 'balance'

export interface RelayNameRow {
  id: string
  name: string
  mode: RelayMode
  /** In order. */
  modelIds: string[]
  createdAt: string
  updatedAt: string
}

export type RelayNameValues = Pick<RelayNameRow, 'name' | 'mode' | 'modelIds'>

/** Of the models behind a name, the one that was asked as the first, second ... */
export interface RelayStep {
  name: string
  attempt: number
}
