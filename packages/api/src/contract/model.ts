import { z } from 'zod'
import { idSchema } from './id.ts'
import { modelParamsSchema, type ModelParams } from './model-params.ts'
import { lineSchema, nameSchema } from './text.ts'

const HEADER_SAFE = /^[\u0021-\u007E]+$/

const apiBaseSchema = z
  .string()
  .trim()
  .max(500, 'is longer than 500 characters')
  .refine(isPlainHttpUrl, 'is not an http or https address without user name, query or fragment')

function isPlainHttpUrl(text: string): boolean {
  // Blanks, and what cannot be seen: control and format characters, lone surrogates.
  if (/[\s\p{C}]/u.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:'
  return isHttp && url.username === '' && url.password === '' && !/[?#]/.test(text)
}

const decimalSchema = z.string().regex(/^\d{1,8}(\.\d{1,6})?$/, 'is not a decimal with at most six places')

export const priceSchema = z.strictObject({
  currency: z.enum(['USD', 'EUR', 'CNY', 'GBP', 'JPY']),
  inputPerMillion: decimalSchema,
  outputPerMillion: decimalSchema,
})
export type Price = z.infer<typeof priceSchema>

const milliseconds = (max: number) => {
  const rule = `is not a whole number of milliseconds from 100 to ${max.toLocaleString('en')}`
  return z.int(rule).min(100, rule).max(max, rule)
}

/** How long a call may take, in milliseconds. What is absent takes the default. */
export const timeoutsSchema = z.strictObject({
  connectMs: milliseconds(120_000).optional(),
  firstTokenMs: milliseconds(3_600_000).optional(),
  idleMs: milliseconds(3_600_000).optional(),
  totalMs: milliseconds(7_200_000).optional(),
})
export type Timeouts = z.infer<typeof timeoutsSchema>

export const defaultTimeouts = {
  connectMs: 10_000,
  firstTokenMs: 120_000,
  idleMs: 60_000,
  totalMs: 1_800_000,
} as const satisfies Required<Timeouts>

const endpointFields = {
  name: nameSchema,
  provider: lineSchema(60),
  apiBase: apiBaseSchema,
  model: lineSchema(200),
  apiKey: z
    .string()
    .max(2000, 'is longer than 2,000 characters')
    .refine((key) => key === '' || HEADER_SAFE.test(key), 'has characters that a header cannot carry')
    .nullable()
    .optional(),
  extraConfig: modelParamsSchema.optional(),
  contextWindow: z
    .int('is not a whole number from 256 to 100,000,000')
    .min(256, 'is not a whole number from 256 to 100,000,000')
    .max(100_000_000, 'is not a whole number from 256 to 100,000,000')
    .nullable()
    .optional(),
  price: priceSchema.nullable().optional(),
  timeouts: timeoutsSchema.optional(),
  /** Whether the model sees images. */
  vision: z.boolean().optional(),
  /** Whether what its calls send and answer is kept beside the call log. */
  recordBodies: z.boolean().optional(),
  enabled: z.boolean().optional(),
}

export const modelCreateInputSchema = z.strictObject(endpointFields)
export type ModelCreateInput = z.infer<typeof modelCreateInputSchema>

/** An absent field stays as it is; `apiKey: null` or `''` removes the key. A new host needs its key entered again. */
export const modelUpdateInputSchema = z.strictObject(endpointFields).partial().extend({ id: idSchema })
export type ModelUpdateInput = z.infer<typeof modelUpdateInputSchema>

/** A saved model by id, or an unsaved config. With both, the config is tried with the saved key where it has none. */
export const modelTestInputSchema = z.union([
  z.strictObject({ id: idSchema }),
  z.strictObject({
    id: idSchema.optional(),
    apiBase: apiBaseSchema,
    model: lineSchema(200),
    apiKey: endpointFields.apiKey,
    provider: lineSchema(60).optional(),
  }),
])
export type ModelTestInput = z.infer<typeof modelTestInputSchema>

/** A saved model by id, or an unsaved config, of which the endpoint alone matters. */
export const modelDiscoverInputSchema = z.union([
  z.strictObject({ id: idSchema }),
  z.strictObject({
    id: idSchema.optional(),
    apiBase: apiBaseSchema,
    apiKey: endpointFields.apiKey,
    provider: lineSchema(60).optional(),
  }),
])
export type ModelDiscoverInput = z.infer<typeof modelDiscoverInputSchema>

/** `url` is the exact address that was asked; `error` says what went wrong in words for an administrator. */
export interface ModelTestResult {
  ok: boolean
  url: string
  latencyMs: number
  error?: string
}

/** The names that the endpoint's own `GET /models` lists; none where `ok` is false. */
export interface ModelDiscoverResult extends ModelTestResult {
  models: string[]
}

/** A model as anyone may see it: never the address or any part of a key. */
export interface ModelSummary {
  id: string
  name: string
  provider: string
  model: string
  defaults: ModelParams
  contextWindow: number | null
  capabilities: string[]
  /** Whether it is sent images; another is told that they were left out. */
  vision: boolean
  enabled: boolean
  isDemo: boolean
  /** What is asked for it, so that who writes knows beforehand; null where nobody entered it. */
  price: Price | null
}

/** A model as administrators see it. The key itself is never returned. */
export interface ModelConfig extends ModelSummary {
  apiBase: string
  hasApiKey: boolean
  recordBodies: boolean
  timeouts: Timeouts
  createdAt: string
  updatedAt: string
}
