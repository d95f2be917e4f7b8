import { z } from 'zod'
import { idSchema } from './id.ts'
import { modelParamsSchema, type ModelParams } from './model-params.ts'
import { nameSchema, systemMessageSchema } from './text.ts'

/** The most windows that one session may have. */
export const MAX_WINDOWS = 50

export const windowConfigSchema = z.strictObject({
  modelId: idSchema,
  name: nameSchema.optional(),
  systemMessage: systemMessageSchema.optional(),
  params: modelParamsSchema.optional(),
})
/** A window to be made. What is absent is the session's or the model's; without a name it has its model's. */
export type WindowConfig = z.infer<typeof windowConfigSchema>

export const windowAddInputSchema = windowConfigSchema.extend({ sessionId: idSchema })
export type WindowAddInput = z.infer<typeof windowAddInputSchema>

export const windowUpdateInputSchema = windowConfigSchema
  .partial()
  .extend({ id: idSchema, useGlobalInput: z.boolean().optional() })
export type WindowUpdateInput = z.infer<typeof windowUpdateInputSchema>

export const windowReorderInputSchema = z.strictObject({
  sessionId: idSchema,
  windowIds: z.array(idSchema).min(1, 'is empty').max(MAX_WINDOWS, `has more than ${MAX_WINDOWS} windows`),
})

export const windowRewindInputSchema = z.strictObject({ id: idSchema, messageId: idSchema })
export type WindowRewindInput = z.infer<typeof windowRewindInputSchema>

export const windowUndoRewindInputSchema = z.strictObject({ rewindId: idSchema })

/** With `before`, the copied history ends before the turn of the message, as for another input in its place. */
export const windowForkInputSchema = z.strictObject({
  messageId: idSchema,
  before: z.boolean().optional(),
  modelId: idSchema.optional(),
  name: nameSchema.optional(),
})
export type WindowForkInput = z.infer<typeof windowForkInputSchema>

export const windowCatchUpInputSchema = z.strictObject({ id: idSchema, fromWindowId: idSchema })
export type WindowCatchUpInput = z.infer<typeof windowCatchUpInputSchema>

/**
 * Messages that were archived of a window's history at once, and that `window.undoRewind` brings back. They stood behind
 * the input with the `seq` of `afterSeq`, 0 for the beginning; `preview` is how the first of them begins.
 */
export interface Rewind {
  id: string
  windowId: string
  afterSeq: number
  messageCount: number
  preview: string
  createdAt: string
}

/** `rewindId` is null where there was nothing to archive. */
export interface RewindResult {
  rewindId: string | null
}

/** How far a window has come in being given the inputs of another one: `done` of `total` turns. A failed turn holds it up. */
export interface CatchUp {
  fromWindowId: string
  done: number
  total: number
  status: 'running' | 'failed'
}

/**
 * One pane of a session. `systemMessage: null` takes the session's; `params` go over the model's defaults.
 * `historySeq` changes whenever messages are archived or brought back: those with a lower `seq` are then to be read anew.
 * While the session is blind, `modelId` and `modelName` are empty, and so are the settings.
 */
export interface ChatWindow {
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
  catchUp: CatchUp | null
  createdAt: string
}
