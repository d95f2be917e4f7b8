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

/** One pane of a session. `systemMessage: null` takes the session's; `params` go over the model's defaults. */
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
  createdAt: string
}
