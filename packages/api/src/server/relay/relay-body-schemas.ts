import type { ForwardPath } from '@chatmore/llm'
import { z } from 'zod'

const isPart = (part: unknown) => typeof part === 'object' && part !== null && 'type' in part
const isContent = (content: unknown) =>
  content == null || typeof content === 'string' || (Array.isArray(content) && content.every(isPart))

const message = z.looseObject({
  role: z.enum(
    ['system', 'developer', 'user', 'assistant', 'tool', 'function'],
    'is not system, developer, user, assistant, tool or function',
  ),
  // An answer that calls tools has none.
  content: z.unknown().refine(isContent, 'is neither text nor a list of parts').optional(),
})
/** By these some gateways are told to ask other models than the one that is named. */
const elsewhere = z.never('names other models: ask each by itself').optional()
const shared = {
  ...{ models: elsewhere, fallbacks: elsewhere, route: elsewhere, mock_testing_fallbacks: elsewhere },
  // As many models as may be asked at once, by the longest names.
  model: z
    .string('is missing')
    .trim()
    .min(1, 'is missing')
    .max(8000, 'is longer than 8000 characters')
    .describe(
      'A model by its name in ChatMore or its id, a name that several stand behind, a line-up, or several with commas between.',
    ),
  stream: z.boolean('is neither true nor false').nullish(),
}
/** What is checked of the requests' bodies, by the address that takes them: all else is for the endpoint to judge. */
export const relayBodySchemas = {
  'chat/completions': z.looseObject({
    ...shared,
    messages: z.array(message, 'is not a list of messages').min(1, 'has no message'),
    n: z.int('is not a whole number').min(1, 'is less than 1').max(128, 'is more than 128').nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }, 'is not an object').nullish(),
  }),
  embeddings: z.looseObject(shared),
  responses: z.looseObject(shared),
} satisfies Record<ForwardPath, z.ZodType>
