import type { ModelParams } from './model-config.ts'
import type { Page, PageRequest } from './page.ts'

export interface CatchUpProgress {
  fromWindowId: string
  done: number
  total: number
  status: 'running' | 'failed'
}

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
  historySeq: number
  catchUp: CatchUpProgress | null
  createdAt: string
}

export interface SessionRecord {
  id: string
  title: string
  systemMessage: string | null
  initialBroadcastDone: boolean
  /** Whether its models are hidden still. */
  blind: boolean
  pinned: boolean
  archived: boolean
  /** In their order. */
  tags: string[]
  windows: ChatWindowRecord[]
  createdAt: string
  updatedAt: string
}

export interface SessionSummaryRecord {
  id: string
  title: string
  pinned: boolean
  archived: boolean
  tags: string[]
  /** Where a search found its words in a message, and not in the title. */
  match: TextMatchRecord | null
  windowCount: number
  isRunning: boolean
  createdAt: string
  updatedAt: string
}

export interface TextMatchRecord {
  messageId: string
  windowId: string
  role: 'system' | 'user' | 'assistant'
  /** The text around the words, on one line. */
  snippet: string
}

/** `isPartial`: a search has read only so much; its cursor, where there is one, goes on. */
export interface SessionPageRecord extends Page<SessionSummaryRecord> {
  isPartial: boolean
}

export interface TagCountRecord {
  tag: string
  sessionCount: number
}

export interface WindowValues {
  /** On where absent. */
  useGlobalInput?: boolean | undefined
  modelId: string
  name: string
  systemMessage?: string | null | undefined
  params?: ModelParams | undefined
}

export interface SessionValues {
  /** A new one where absent. */
  id?: string | undefined
  blind?: boolean | undefined
  title?: string | undefined
  systemMessage?: string | null | undefined
  windows: WindowValues[]
}

export interface SessionPatch {
  title?: string | undefined
  systemMessage?: string | null | undefined
  pinned?: boolean | undefined
  archived?: boolean | undefined
  /** Take the place of those that there are. */
  tags?: string[] | undefined
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
  /** Those in the archive, or those that are not. */
  archived?: boolean | undefined
  tag?: string | undefined
}
