import type { ModelSecretRow } from './model-secret.ts'

/** Sampling parameters of a model or a window; what is absent is left to the endpoint. */
export interface ModelParams {
  temperature?: number | undefined
  topP?: number | undefined
  maxTokens?: number | undefined
  frequencyPenalty?: number | undefined
  presencePenalty?: number | undefined
  seed?: number | undefined
  stop?: string[] | undefined
  reasoningEffort?: 'minimal' | 'low' | 'medium' | 'high' | undefined
}

/** What a model costs, as decimal strings per million tokens. */
export interface Price {
  currency: 'USD' | 'EUR' | 'CNY' | 'GBP' | 'JPY'
  inputPerMillion: string
  outputPerMillion: string
}

/** How long a call may take, in milliseconds. */
export interface Timeouts {
  connectMs?: number | undefined
  firstTokenMs?: number | undefined
  idleMs?: number | undefined
  totalMs?: number | undefined
}

/** Whether something is sent: as the endpoint is found to take it, always, or never. */
export type Switch = 'auto' | 'on' | 'off'

/** How an endpoint is spoken to; what is absent is usual. */
export interface CallOptions {
  /** Azure's `api-version`. */
  apiVersion?: string | undefined
  maxCompletionTokens?: Switch | undefined
  streamOptions?: Switch | undefined
  /** What every body has besides. */
  extraBody?: Record<string, unknown> | undefined
}

/** Who may use a model: everyone, those with one of the system roles, or the members of the workspaces. */
export type ModelAccess =
  | { kind: 'everyone' }
  | { kind: 'roles'; roles: ('admin' | 'user')[] }
  | { kind: 'workspaces'; workspaceIds: string[] }

/** How a test of a model went. `error` is in words for an administrator, null where it went well. */
export interface ModelTest {
  at: string
  latencyMs: number
  error: string | null
}

/** A model as the tables have it, times as ISO strings. */
export interface ModelConfigRow {
  id: string
  name: string
  provider: string
  apiBase: string
  model: string
  /** Its sealed keys and header values, the oldest first. */
  secrets: ModelSecretRow[]
  extraConfig: ModelParams
  contextWindow: number | null
  capabilities: string[]
  price: Price | null
  timeouts: Timeouts
  callOptions: CallOptions
  /** How many calls an instance makes at a time; any number where null. */
  maxConcurrent: number | null
  enabled: boolean
  /** Whether what its calls send and answer is kept. */
  recordBodies: boolean
  isDemo: boolean
  position: number
  groupName: string | null
  tags: string[]
  /** Which roles or workspaces is told by `listModelAccess`. */
  access: ModelAccess['kind']
  /** The most tokens that an answer may be asked for. */
  maxTokensLimit: number | null
  /** How the last test of it as it is now went. */
  lastTest: ModelTest | null
  removedAt: string | null
  createdAt: string
  updatedAt: string
}

export interface ModelConfigValues {
  /** Made here where absent. */
  id?: string | undefined
  name: string
  provider: string
  apiBase: string
  model: string
  extraConfig?: ModelParams | undefined
  contextWindow?: number | null | undefined
  capabilities?: string[] | undefined
  price?: Price | null | undefined
  timeouts?: Timeouts | undefined
  callOptions?: CallOptions | undefined
  maxConcurrent?: number | null | undefined
  enabled?: boolean | undefined
  recordBodies?: boolean | undefined
  groupName?: string | null | undefined
  tags?: string[] | undefined
  maxTokensLimit?: number | null | undefined
}

/** An absent field stays as it is. */
export type ModelConfigPatch = {
  [Field in Exclude<keyof ModelConfigValues, 'id'>]?: ModelConfigValues[Field] | undefined
} & {
  /** Forgotten with what it was a test of. */
  lastTest?: null | undefined
}

export interface DemoModel {
  /** What the demo upstream calls it; it also decides the row's id, so that every start finds the same row. */
  model: string
  name: string
  contextWindow: number
  capabilities?: string[] | undefined
}
