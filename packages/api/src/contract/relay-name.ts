import { z } from 'zod'
import { idSchema } from './id.ts'
import { nameSchema } from './text.ts'

/** The most models that stand behind a name. */
export const MAX_RELAY_MODELS = 20

/** Which of its models a name asks first: always the first, or each in turn. The others stand in for it. */
export const relayModes = ['fallback', 'balance'] as const
/** Which of its models a relay name asks first. */
export type RelayMode = (typeof relayModes)[number]

const fields = {
  name: nameSchema,
  mode: z.enum(relayModes, `is not one of ${relayModes.join(', ')}`),
  /** In the order in which they are asked. */
  modelIds: z
    .array(idSchema)
    .min(1, 'is empty: choose at least one model')
    .max(MAX_RELAY_MODELS, `has more than ${MAX_RELAY_MODELS} models`)
    .refine((ids) => new Set(ids).size === ids.length, 'has a model twice'),
}

export const relayNameCreateInputSchema = z.strictObject(fields)
export type RelayNameCreateInput = z.infer<typeof relayNameCreateInputSchema>

/** An absent field stays as it is. */
export const relayNameUpdateInputSchema = z.strictObject(fields).partial().extend({ id: idSchema })
export type RelayNameUpdateInput = z.infer<typeof relayNameUpdateInputSchema>

/** `obstacle` says why the model is passed over now. */
export interface RelayNameModel {
  id: string
  name: string
  obstacle: 'removed' | 'disabled' | null
}

/** A name that programs ask the relay by, and the models behind it in order. */
export interface RelayName {
  id: string
  name: string
  mode: RelayMode
  models: RelayNameModel[]
  createdAt: string
  updatedAt: string
}
