import { z } from 'zod'
import { idSchema } from './id.ts'
import { lineSchema } from './text.ts'

const HEADER_SAFE = /^[\u0021-\u007E]+$/

export const MAX_MODEL_KEYS = 20

/** A key as it goes over the wire; an empty one stands for none. */
export const apiKeySchema = z
  .string()
  .max(2000, 'is longer than 2,000 characters')
  .refine((key) => key === '' || HEADER_SAFE.test(key), 'has characters that a header cannot carry')

/** Another key for the endpoint of a model. Calls take its keys in turn. */
export const modelAddKeyInputSchema = z.strictObject({
  id: idSchema,
  apiKey: apiKeySchema.refine((key) => key !== '', 'is empty'),
  /** What it is called by, as the key itself is never shown. */
  name: lineSchema(60).optional(),
})
export type ModelAddKeyInput = z.infer<typeof modelAddKeyInputSchema>

/** A model, and one of its keys. */
export const modelKeyInputSchema = z.strictObject({ id: idSchema, keyId: idSchema })
/** One of the keys of a model. */
export type ModelKeyInput = z.infer<typeof modelKeyInputSchema>

/**
 * A key of a model: never any part of the key itself. `setAside` is one that the endpoint refused, which is passed over
 * until someone brings it back; `resting` one that was used too much, until `restsUntil`.
 */
export interface ModelKey {
  id: string
  /** Empty where it was given none. */
  name: string
  state: 'inTurn' | 'resting' | 'setAside'
  restsUntil: string | null
  refusedAt: string | null
  /** The HTTP status that it was last refused with. */
  refusedStatus: number | null
  createdAt: string
}
