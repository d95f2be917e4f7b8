import { z } from 'zod'
import { idSchema } from './id.ts'
import { apiKeySchema, type ModelKey } from './model-key.ts'
import { endpointOptionFields, type EndpointOptionValues } from './model-endpoint.ts'
import type { AnswerErrorCode } from './message.ts'
import { modelParamsSchema, type ModelParams } from './model-params.ts'
import { modelAccessSchema, type ModelAccess } from './model-access.ts'
import { tagSchema } from './tag.ts'
import { lineSchema, nameSchema } from './text.ts'

export const apiBaseSchema = z
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
  currency: z.enum(['USD', 'EUR', 'CNY', 'GBP', 'JPY'], 'is not one of USD, EUR, CNY, GBP, JPY'),
  inputPerMillion: decimalSchema,
  outputPerMillion: decimalSchema,
})
/** What a million tokens cost, as decimal strings with at most six places. */
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
/** How long the parts of a call may take, in milliseconds; what is absent takes the default. */
export type Timeouts = z.infer<typeof timeoutsSchema>

export const defaultTimeouts = {
  connectMs: 10_000,
  firstTokenMs: 120_000,
  idleMs: 60_000,
  totalMs: 1_800_000,
} as const satisfies Required<Timeouts>

const CONTEXT_RULE = 'is not a whole number from 256 to 100,000,000'

export const contextWindowSchema = z
  .int(CONTEXT_RULE)
  .min(256, CONTEXT_RULE)
  .max(100_000_000, CONTEXT_RULE)
  .nullable()
  .optional()

/** Under which heading lists show it. */
export const modelGroupSchema = lineSchema(40).nullable()

export const MAX_MODEL_TAGS = 10

/** Two that differ in case alone are the same. */
export const modelTagsSchema = z
  .array(tagSchema)
  .max(MAX_MODEL_TAGS, `has more than ${MAX_MODEL_TAGS} tags`)
  .transform((tags) =>
    tags.filter((tag, at) => tags.findIndex((each) => each.toLowerCase() === tag.toLowerCase()) === at),
  )

const CONCURRENT_RULE = 'is not a whole number from 1 to 1,000'

const LIMIT_RULE = 'is not a whole number from 1 to 1,000,000'

const endpointFields = {
  name: nameSchema,
  provider: lineSchema(60),
  apiBase: apiBaseSchema,
  model: lineSchema(200),
  /** Its only key: `model.addKey` adds another. */
  apiKey: apiKeySchema.nullable().optional(),
  extraConfig: modelParamsSchema.optional(),
  contextWindow: contextWindowSchema,
  price: priceSchema.nullable().optional(),
  timeouts: timeoutsSchema.optional(),
  ...endpointOptionFields,
  /** Whether the model sees images. */
  vision: z.boolean().optional(),
  /** Whether what its calls send and answer is kept beside the call log. */
  recordBodies: z.boolean().optional(),
  group: modelGroupSchema.optional(),
  tags: modelTagsSchema.optional(),
  access: modelAccessSchema.optional(),
  /** The most tokens that an answer may be asked for, whatever a window says. */
  maxTokensLimit: z.int(LIMIT_RULE).min(1, LIMIT_RULE).max(1_000_000, LIMIT_RULE).nullable().optional(),
  /** How many calls go to its endpoint at a time; others wait their turn. Any number where null. */
  maxConcurrent: z
    .int(CONCURRENT_RULE)
    .min(1, CONCURRENT_RULE)
    .max(1000, CONCURRENT_RULE)
    .nullable()
    .optional(),
  enabled: z.boolean().optional(),
}

export const modelCreateInputSchema = z.strictObject(endpointFields)
export type ModelCreateInput = z.infer<typeof modelCreateInputSchema>

/**
 * An absent field stays as it is; `apiKey` takes the place of all keys, null or `''` removes them. A new host needs its keys
 * and extra headers entered again.
 */
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
    ...endpointOptionFields,
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
    ...endpointOptionFields,
  }),
])
export type ModelDiscoverInput = z.infer<typeof modelDiscoverInputSchema>

/** `url` is the exact address that was asked; `error` says what went wrong in words for an administrator. */
export interface ModelResult {
  ok: boolean
  url: string
  latencyMs: number
  error?: string
}

/** How long each part of a test took, in milliseconds; null for one that it did not come to, or that nobody could tell. */
export interface TestPhases {
  /** Finding the address of the name. */
  resolveMs: number | null
  connectMs: number | null
  /** TLS. */
  secureMs: number | null
  /** From the request to the first byte of the answer. */
  firstByteMs: number | null
  /** From there to the first token. */
  firstTokenMs: number | null
  /** From there to the end. */
  restMs: number | null
}

/** How a test went; of several tries what the last one did. Nothing of it holds a key or the value of an extra header. */
export interface ModelTestResult extends ModelResult {
  /** Why it failed, as an answer would say it. */
  errorCode?: AnswerErrorCode
  /** The HTTP status; null where none came. */
  status: number | null
  /** What was sent; null where it came to nothing. */
  request: { headers: Record<string, string>; body: string } | null
  phases: TestPhases
  /** How the answer began. */
  answer: string
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
  /** Under which heading lists show it. */
  group: string | null
  tags: string[]
  /** The most tokens that an answer may be asked for, whatever a window says. */
  maxTokensLimit: number | null
}

/** A model as administrators see it. The key itself is never returned. */
export interface ModelConfig extends ModelSummary, EndpointOptionValues {
  apiBase: string
  hasApiKey: boolean
  keys: ModelKey[]
  recordBodies: boolean
  timeouts: Timeouts
  /** How many calls go to its endpoint at a time; any number where null. */
  maxConcurrent: number | null
  access: ModelAccess
  /** How the last test of it as it is now went; `error` is null where it went well. */
  lastTest: { at: string; latencyMs: number; error: string | null } | null
  createdAt: string
  updatedAt: string
}
