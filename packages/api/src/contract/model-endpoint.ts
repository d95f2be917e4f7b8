import { z } from 'zod'

/** RFC 9110's token. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/
const HEADER_VALUE = /^[\u0020-\u007E]*$/

/** What belongs to the connection or the body, or is the key's own. */
const FIXED_HEADERS = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te'],
  ...['trailer', 'transfer-encoding', 'upgrade', 'http2-settings', 'expect', 'host'],
  ...['content-length', 'content-type', 'content-encoding', 'accept', 'accept-encoding'],
  ...['authorization', 'api-key'],
])

/** What every body has, by fields or switches of the model's own. */
const FIXED_FIELDS = new Set([
  ...['model', 'messages', 'stream', 'stream_options', 'n'],
  ...['temperature', 'top_p', 'max_tokens', 'max_completion_tokens', 'frequency_penalty'],
  ...['presence_penalty', 'seed', 'stop', 'reasoning_effort'],
])
/** Bodies are recorded, headers are not. */
const SECRET_FIELD = /^(?:api[-_]?key|authorization|(?:access|auth)[-_]?token|token|secret|password)$/i

const MAX_HEADERS = 20
const MAX_BODY_LENGTH = 16_000
const MAX_BODY_DEPTH = 20

export const switchSchema = z.enum(['auto', 'on', 'off'], 'is not auto, on or off')
/** Whether an endpoint is asked for something: always, never, or as it is learnt from its refusals. */
export type EndpointSwitch = z.infer<typeof switchSchema>

/** By name. They are kept like keys and never shown; an empty value stands for the one that is saved. */
const extraHeadersSchema = z
  .record(
    z.string(),
    z
      .string('is not a text')
      .trim()
      .max(2000, 'is longer than 2,000 characters')
      .regex(HEADER_VALUE, 'has characters that a header cannot carry'),
    'is not a JSON object',
  )
  .superRefine((headers, context) => {
    const names = Object.keys(headers)
    if (names.length > MAX_HEADERS) refuse(context, [], `has more than ${MAX_HEADERS} entries`)
    const known = new Set<string>()
    for (const name of names) {
      const rule = findHeaderRule(name.toLowerCase(), known)
      if (rule) refuse(context, [name.slice(0, 100)], rule)
      known.add(name.toLowerCase())
    }
  })

function findHeaderRule(name: string, known: ReadonlySet<string>): string | null {
  if (!HEADER_NAME.test(name)) return 'is not a name of a header'
  if (FIXED_HEADERS.has(name)) return 'is set by ChatMore itself'
  return known.has(name) ? 'is named twice' : null
}

const extraBodySchema = z
  .record(z.string(), z.unknown(), 'is not a JSON object')
  .superRefine((fields, context) => {
    for (const name of Object.keys(fields)) {
      if (FIXED_FIELDS.has(name)) refuse(context, [name], 'is set by ChatMore itself')
      else if (SECRET_FIELD.test(name)) refuse(context, [name], 'is for secrets, which go into extra headers')
    }
    if (isDeeper(fields, MAX_BODY_DEPTH))
      refuse(context, [], `is nested deeper than ${MAX_BODY_DEPTH} levels`)
    else if (JSON.stringify(fields).length > MAX_BODY_LENGTH)
      refuse(context, [], 'is longer than 16,000 characters')
  })

/** Looks no deeper than it must, as what it is given may be nested without end. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1))
}

function refuse(context: z.core.$RefinementCtx, path: string[], message: string): void {
  context.addIssue({ code: 'custom', path, message })
}

/** How an endpoint is spoken to, where that is not the usual way. */
export const endpointOptionFields = {
  /** Azure's `api-version`. */
  apiVersion: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,40}$/, 'is not a version such as 2024-10-21')
    .nullable()
    .optional(),
  /** Whether the longest answer is asked for as `max_completion_tokens`; `auto` learns it from a refusal. */
  maxCompletionTokens: switchSchema.optional(),
  /** Whether `stream_options` asks for the usage; `auto` learns it from a refusal. */
  streamOptions: switchSchema.optional(),
  extraHeaders: extraHeadersSchema.nullable().optional(),
  /** What every body has besides. */
  extraBody: extraBodySchema.nullable().optional(),
}

/** How an endpoint wants to be asked. */
export type EndpointOptionInput = z.infer<z.ZodObject<typeof endpointOptionFields>>

/** The same as it is shown: of headers the names alone. */
export interface EndpointOptionValues {
  apiVersion: string | null
  maxCompletionTokens: EndpointSwitch
  streamOptions: EndpointSwitch
  extraHeaderNames: string[]
  extraBody: Record<string, unknown> | null
}
