/** How models do: of some of them the last failure, and of all the figures of one day. */
export interface ModelHealthRecord {
  sums: { modelId: string; calls: number; errors: number }[]
  times: { modelId: string; bucket: number; firstTexts: number; answers: number }[]
  lastErrors: { modelId: string; callId: string; at: string; code: string | null }[]
}
