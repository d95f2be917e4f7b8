import { z } from 'zod'
import { idSchema } from './id.ts'
import { momentSchema } from './moment.ts'

export const statsSummaryInputSchema = z.strictObject({
  /** Days by UTC: those of both moments count whole, but for a `to` that is a day's very beginning. */
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  userId: idSchema.optional(),
  modelId: idSchema.optional(),
})
export type StatsSummaryInput = z.infer<typeof statsSummaryInputSchema>

/**
 * What calls came to. `cost` adds up all amounts, which says something where there is one currency, as `costs` tells.
 * Times are within 9.1 % of the true ones: of first texts, and of answers that were done. Tokens a second are those of
 * answers that were done, from their first text on.
 */
export interface UsageFigures {
  calls: number
  errors: number
  /** Of the calls, those whose tokens were counted here. */
  estimated: number
  promptTokens: number
  completionTokens: number
  reasoningTokens: number
  cachedTokens: number
  cost: string
  costs: { currency: string; cost: string }[]
  ttftP50Ms: number | null
  ttftP95Ms: number | null
  latencyP50Ms: number | null
  latencyP95Ms: number | null
  tokensPerSecond: number | null
}

/** What the calls of one model came to. */
export interface ModelUsage extends UsageFigures {
  /** Null where no saved model was called, such as by a test before it was saved. */
  modelId: string | null
  modelName: string | null
}

/** What the calls of one model came to on one day. */
export interface StatsRow extends ModelUsage {
  /** By UTC, as `2026-11-23`. */
  day: string
}

/** What the calls of one user came to. */
export interface UserUsage extends UsageFigures {
  userId: string
  /** Null of a user who is gone. */
  userName: string | null
}

/** What the calls of one workspace came to. */
export interface WorkspaceUsage extends UsageFigures {
  workspaceId: string
  workspaceName: string | null
}

/** An administrator's is of all, anyone else's of their own calls. The most calls come first, days and `rows` in their order. */
export interface StatsSummary extends UsageFigures {
  rows: StatsRow[]
  models: ModelUsage[]
  days: (UsageFigures & { day: string })[]
  users: UserUsage[]
  workspaces: WorkspaceUsage[]
}
