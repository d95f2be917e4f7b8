import { z } from 'zod'
import { cleanText } from './clean-text.ts'

const between = (min: number, max: number) => {
  const rule = `is not a number from ${min} to ${max}`
  return z.number(rule).min(min, rule).max(max, rule)
}

const stopSchema = z
  .string()
  .max(100, 'is longer than 100 characters')
  .transform(cleanText)
  .refine((text) => text !== '', 'is empty')

/** Sampling parameters of a model or a window; what is absent is left to the endpoint. */
export const modelParamsSchema = z.strictObject({
  temperature: between(0, 2).optional(),
  topP: between(0, 1).optional(),
  maxTokens: z
    .int('is not a whole number from 1 to 1,000,000')
    .min(1, 'is not a whole number from 1 to 1,000,000')
    .max(1_000_000, 'is not a whole number from 1 to 1,000,000')
    .optional(),
  frequencyPenalty: between(-2, 2).optional(),
  presencePenalty: between(-2, 2).optional(),
  seed: z.int('is not a whole number').optional(),
  stop: z.array(stopSchema).max(4, 'has more than 4 entries').optional(),
  reasoningEffort: z.enum(['minimal', 'low', 'medium', 'high']).optional(),
})
/** Sampling parameters of a model or a window; what is absent is left to the endpoint. */
export type ModelParams = z.infer<typeof modelParamsSchema>
