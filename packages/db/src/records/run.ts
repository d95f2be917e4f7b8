import type { CallBodies } from './call.ts'
import type { CallPurpose } from './call-source.ts'
import type { AnswerErrorCode, AskedWith, EndStatus, HistoryRow, MessageRecord } from './message.ts'
import type { RelayStep } from './relay-name.ts'
import type { ModelConfigRow, ModelParams, Price } from './model-config.ts'

/** Who may write a run's row: each UPDATE names both, and a takeover raises the fence. */
export interface Lease {
  owner: string
  fence: number
}

/**
 * All that one pending answer needs to be run. `input` is the user message that it answers; `history` is what precedes that
 * in its window, oldest first: of it the newest, at most 400 rows and a bounded number of bytes.
 */
export interface RunRow {
  message: MessageRecord
  input: MessageRecord
  lease: Lease
  purpose?: CallPurpose | null | undefined
  userId: string
  workspaceId: string
  model: ModelConfigRow
  windowParams: ModelParams
  windowSystemMessage: string | null
  sessionSystemMessage: string | null
  history: HistoryRow[]
}

export interface CheckpointRow {
  messageId: string
  lease: Lease
  content: string
  reasoning: string
}

export interface RunUsage {
  promptTokens: number
  completionTokens: number
  reasoningTokens: number | null
  /** Of the prompt's; absent where nobody told any. */
  cachedTokens?: number | undefined
  isEstimated: boolean
}

/** How a run ended. Cost is computed here, from `usage` and `price`. */
export interface FinishedRun {
  messageId: string
  lease: Lease
  status: EndStatus
  content: string
  reasoning: string
  finishReason: string | null
  errorCode: AnswerErrorCode | null
  errorMessage: string | null
  usage: RunUsage | null
  price: Price | null
  ttftMs: number | null
  latencyMs: number
  thinkingMs: number | null
  asked: AskedWith | null
  /** Where another model answered than the answer was written for. */
  answeredBy?: { id: string; name: string } | undefined
  call: {
    userId: string
    workspaceId: string
    modelId: string | null
    upstreamModel: string
    httpStatus: number | null
    errorDetail: string | null
    startedAt: Date
    purpose?: CallPurpose | null | undefined
    /** The API key that another program asked with. */
    apiKeyId?: string | undefined
    /** The relay's name that stood for the model, where one did. */
    relay?: RelayStep | undefined
    /** What it was sent and what it answered, where that is kept. */
    bodies?: CallBodies | null | undefined
  }
}

export interface InterruptExpiredOptions {
  owner: string
  /** Takes the runs of every other owner at once: only where no other instance can be alive. */
  includeUnexpired: boolean
  /** What these answers have used, as far as that can be told; those it knows nothing of are left out. */
  estimate?: ((messageIds: string[]) => Promise<Map<string, RunUsage>>) | undefined
}
