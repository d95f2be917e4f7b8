import type { ModelParams } from './model-config.ts'
import type { PageRequest } from './page.ts'

export interface ChatWindowRecord {
  id: string
  sessionId: string
  modelId: string
  modelName: string
  name: string
  position: number
  systemMessage: string | null
  params: ModelParams
  useGlobalInput: boolean
  createdAt: string
}

export interface SessionRecord {
  id: string
  title: string
  systemMessage: string | null
  initialBroadcastDone: boolean
  windows: ChatWindowRecord[]
  createdAt: string
  updatedAt: string
}

export interface SessionSummaryRecord {
  id: string
  title: string
  windowCount: number
  isRunning: boolean
  createdAt: string
  updatedAt: string
}

export interface WindowValues {
  modelId: string
  name: string
  systemMessage?: string | null | undefined
  params?: ModelParams | undefined
}

export interface SessionValues {
  title?: string | undefined
  systemMessage?: string | null | undefined
  windows: WindowValues[]
}

export interface SessionPatch {
  title?: string | undefined
  systemMessage?: string | null | undefined
}

export interface WindowPatch {
  modelId?: string | undefined
  name?: string | undefined
  systemMessage?: string | null | undefined
  params?: ModelParams | undefined
  useGlobalInput?: boolean | undefined
}

export interface AddWindowValues extends WindowValues {
  sessionId: string
}

export interface SessionListRequest extends PageRequest {
  search?: string | undefined
}
