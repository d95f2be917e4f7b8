import { z } from 'zod'
import { idSchema } from './id.ts'
import { modelAccessSchema } from './model-access.ts'
import { apiKeySchema } from './model-key.ts'
import {
  apiBaseSchema,
  contextWindowSchema,
  modelGroupSchema,
  modelTagsSchema,
  priceSchema,
  timeoutsSchema,
  type ModelConfig,
  type ModelResult,
  type Price,
} from './model.ts'
import { lineSchema, nameSchema } from './text.ts'

/** The most models that are changed or added at once. */
export const MAX_MODELS_AT_ONCE = 200

const idsSchema = z
  .array(idSchema)
  .min(1, 'is empty: choose at least one model')
  .max(MAX_MODELS_AT_ONCE, `has more than ${MAX_MODELS_AT_ONCE} models`)

/** In their new order; models that it leaves out follow as they stood. */
export const modelReorderInputSchema = z.strictObject({ ids: idsSchema })

/** The same change to several models, all of it or nothing. An absent field stays as it is. */
export const modelUpdateManyInputSchema = z.strictObject({
  ids: idsSchema,
  enabled: z.boolean().optional(),
  group: modelGroupSchema.optional(),
  addTags: modelTagsSchema.optional(),
  removeTags: modelTagsSchema.optional(),
  access: modelAccessSchema.optional(),
  timeouts: timeoutsSchema.optional(),
  price: priceSchema.nullable().optional(),
})
export type ModelUpdateManyInput = z.infer<typeof modelUpdateManyInputSchema>

export const modelRemoveManyInputSchema = z.strictObject({ ids: idsSchema })

/** Several models of one endpoint; `id` names a saved model whose key they take where none is given and the host is the same. */
export const modelAddManyInputSchema = z.strictObject({
  id: idSchema.optional(),
  provider: lineSchema(60),
  apiBase: apiBaseSchema,
  apiKey: apiKeySchema.nullable().optional(),
  group: modelGroupSchema.optional(),
  tags: modelTagsSchema.optional(),
  models: z
    .array(
      z.strictObject({
        model: lineSchema(200),
        name: nameSchema,
        contextWindow: contextWindowSchema,
        price: priceSchema.nullable().optional(),
        vision: z.boolean().optional(),
      }),
    )
    .min(1, 'is empty: choose at least one model')
    .max(MAX_MODELS_AT_ONCE, `has more than ${MAX_MODELS_AT_ONCE} models`),
})
export type ModelAddManyInput = z.infer<typeof modelAddManyInputSchema>

/** One of the models that an endpoint lists, with what is proposed for it. What nobody knows is null. */
export interface ModelOffer {
  model: string
  name: string
  contextWindow: number | null
  price: Price | null
  /** Whether it is in the list already, from this very address. */
  isAdded: boolean
}

/** The models that the endpoint's own `GET /models` lists; none where `ok` is false. */
export interface ModelDiscoverResult extends ModelResult {
  /** Their names alone. */
  models: string[]
  offers: ModelOffer[]
  /** The day on which the proposed prices were looked up; null where none is proposed. */
  pricesAsOf: string | null
}

/** How a model does: its last failure, and its figures of today in UTC. */
export interface ModelHealth {
  lastError: { callId: string; at: string; code: string } | null
  callsToday: number
  errorsToday: number
  ttftP95Ms: number | null
  latencyP95Ms: number | null
}

/** A model in the administrators' list. */
export interface ListedModel extends ModelConfig {
  health: ModelHealth
}
