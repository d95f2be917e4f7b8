/** Of whom, of which model and which days usage is asked for; both days are within. */
export interface UsageRequest {
  /** Null for everyone's. */
  userId: string | null
  modelId?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Sums of calls as the table has them. */
export interface UsageSums {
  currency: string
  calls: number
  errors: number
  estimated: number
  promptTokens: number
  completionTokens: number
  reasoningTokens: number
  cachedTokens: number
  cost: string
  spokenTokens: number
  spokenMs: number
}

/** How many calls took about how long. */
export interface UsageTimes {
  bucket: number
  firstTexts: number
  answers: number
}

export type ModelDay = { day: string; modelId: string }

/** A user's part in a workspace. */
export type UserPart = { userId: string; workspaceId: string }

/** All that a summary is made of. */
export interface UsageRecord {
  byModelDay: (UsageSums & ModelDay)[]
  byUser: (UsageSums & UserPart)[]
  timesByModelDay: (UsageTimes & ModelDay)[]
  timesByUser: (UsageTimes & UserPart)[]
}
