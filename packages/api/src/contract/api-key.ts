import { z } from 'zod'
import { idSchema } from './id.ts'
import { nameSchema } from './text.ts'

const MAX_KEY_MODELS = 200
const MAX_KEY_RANGES = 100
const MAX_REQUESTS_PER_MINUTE = 100_000
const MAX_TOKENS_PER_MINUTE = 100_000_000

const RANGE_RULE = 'is not an address or a range such as 10.0.0.0/8 or 2001:db8::/32'
const rangeKinds = [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]
const rangeSchema = z
  .string(RANGE_RULE)
  .trim()
  .toLowerCase()
  .refine((text) => rangeKinds.some((kind) => kind.safeParse(text).success), RANGE_RULE)
  // Whoever comes from one is known by the plain address.
  .refine((text) => !/^(?:::|(?:0+:){5})ffff:/.test(text), 'is an IPv4 address within IPv6: write it as IPv4')

function perMinute(most: number) {
  const rule = `is not a whole number from 1 to ${most.toLocaleString('en')}`
  return z.int(rule).min(1, rule).max(most, rule)
}

const isUnique = (values: string[]) => new Set(values).size === values.length

/** What a key may do: null is any model, any address, as often as its user may. Absent it stays as it is. */
const fields = {
  expiresAt: z.iso
    .datetime({ offset: true, error: 'is not an ISO date and time' })
    .refine(isStorable, 'is not a time from 1970 to 9999')
    .nullish(),
  modelIds: z
    .array(idSchema)
    .min(1, 'is empty: choose at least one model')
    .max(MAX_KEY_MODELS, `has more than ${MAX_KEY_MODELS} models`)
    .refine(isUnique, 'names a model twice')
    .nullish(),
  ipRanges: z
    .array(rangeSchema)
    .min(1, 'is empty: name at least one address')
    .max(MAX_KEY_RANGES, `has more than ${MAX_KEY_RANGES} addresses`)
    .refine(isUnique, 'names an address twice')
    .nullish(),
  requestsPerMinute: perMinute(MAX_REQUESTS_PER_MINUTE).nullish(),
  tokensPerMinute: perMinute(MAX_TOKENS_PER_MINUTE).nullish(),
}

export const apiKeyCreateInputSchema = z.strictObject({ name: nameSchema, ...fields })
export type ApiKeyCreateInput = z.infer<typeof apiKeyCreateInputSchema>

export const apiKeyUpdateInputSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  ...fields,
})
/** What `apiKey.update` takes; an absent field stays as it is. */
export type ApiKeyUpdateInput = z.infer<typeof apiKeyUpdateInputSchema>

/** The years that every database can hold. An offset may lead out of them. */
function isStorable(time: string): boolean {
  const year = new Date(time).getUTCFullYear()
  return year >= 1970 && year <= 9999
}

/** What a key is limited to: null is any model, any address, no limit. */
export interface ApiKeyLimits {
  modelIds: string[] | null
  /** Addresses and CIDR ranges, of IPv4 and of IPv6. */
  ipRanges: string[] | null
  requestsPerMinute: number | null
  tokensPerMinute: number | null
}

/** An API key as listed: the secret itself is shown once, at creation. `hint` is its last four characters. */
export interface ApiKey extends ApiKeyLimits {
  id: string
  name: string
  hint: string
  expiresAt: string | null
  lastUsedAt: string | null
  createdAt: string
}
