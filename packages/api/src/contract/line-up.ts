import { z } from 'zod'
import { idSchema } from './id.ts'
import type { ModelParams } from './model-params.ts'
import { nameSchema } from './text.ts'
import { MAX_WINDOWS, windowConfigSchema } from './window.ts'

/** The most line-ups that a user may keep. */
export const MAX_LINE_UPS = 100

const columnsRule = 'is not a whole number from 1 to 6'

const lineUpFields = {
  name: nameSchema,
  isDefault: z.boolean().optional(),
  windows: z
    .array(windowConfigSchema)
    .min(1, 'is empty: choose at least one model')
    .max(MAX_WINDOWS, `has more than ${MAX_WINDOWS} windows`),
  columns: z.int(columnsRule).min(1, columnsRule).max(6, columnsRule).nullish(),
}

export const lineUpCreateInputSchema = z.strictObject(lineUpFields)
export type LineUpCreateInput = z.infer<typeof lineUpCreateInputSchema>

/** An absent field stays as it is. */
export const lineUpUpdateInputSchema = z.strictObject(lineUpFields).partial().extend({ id: idSchema })
export type LineUpUpdateInput = z.infer<typeof lineUpUpdateInputSchema>

/** `obstacle` says why the model cannot be called now; a session starts without such a window. */
export interface LineUpWindow {
  modelId: string
  modelName: string
  obstacle: 'removed' | 'disabled' | null
  name: string | null
  systemMessage: string | null
  params: ModelParams
}

/** A saved set of windows. `columns: null` leaves the layout to the width of the page. */
export interface LineUp {
  id: string
  name: string
  isDefault: boolean
  windows: LineUpWindow[]
  columns: number | null
  createdAt: string
  updatedAt: string
}
