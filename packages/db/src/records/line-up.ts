import type { ModelParams } from './model-config.ts'

export interface LineUpWindow {
  modelId: string
  name?: string | undefined
  systemMessage?: string | null | undefined
  params?: ModelParams | undefined
}

/** What a line-up is made of, as its column keeps it. */
export interface LineUpSettings {
  windows: LineUpWindow[]
  columns?: number | null | undefined
}

export interface LineUpRow {
  id: string
  name: string
  settings: LineUpSettings
  isDefault: boolean
  createdAt: string
  updatedAt: string
}

export interface LineUpValues {
  name: string
  settings: LineUpSettings
  isDefault: boolean
}

export interface LineUpPatch {
  id: string
  name?: string | undefined
  /** Made from what is there, within the transaction. */
  change?: ((settings: LineUpSettings) => LineUpSettings) | undefined
  isDefault?: boolean | undefined
}
