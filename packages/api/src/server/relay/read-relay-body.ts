import { withMembers, type ForwardPath } from '@chatmore/llm'
import { z } from 'zod'
import { invalidInput } from '../errors/app-error.ts'
import { describeIssues } from '../errors/describe-issues.ts'

/** What is read of a request; all else goes on as it came. */
export interface RelayBody {
  text: string
  /** What the caller names the model by. */
  model: string
  isStream: boolean
  /** Whether the caller wants to be told what was used. */
  asksForUsage: boolean
  messages: { role: string; content: unknown }[]
}

const isPart = (part: unknown) => typeof part === 'object' && part !== null && 'type' in part
const isContent = (content: unknown) =>
  content == null || typeof content === 'string' || (Array.isArray(content) && content.every(isPart))

const message = z.looseObject({
  role: z.enum(
    ['system', 'developer', 'user', 'assistant', 'tool', 'function'],
    'is not system, developer, user, assistant, tool or function',
  ),
  content: z.unknown().refine(isContent, 'is neither text nor a list of parts'),
})
const shared = {
  model: z.string('is missing').trim().min(1, 'is missing').max(400, 'is longer than 400 characters'),
  stream: z.boolean('is neither true nor false').nullish(),
}
const schemas = {
  'chat/completions': z.looseObject({
    ...shared,
    messages: z.array(message, 'is not a list of messages').min(1, 'has no message'),
    n: z.int('is not a whole number').min(1, 'is less than 1').max(128, 'is more than 128').nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }, 'is not an object').nullish(),
  }),
  embeddings: z.looseObject(shared),
  responses: z.looseObject(shared),
} satisfies Record<ForwardPath, z.ZodType>

/** Reads the JSON of a request. Throws naming the field and the rule, as every input is refused. */
export function readRelayBody(path: ForwardPath, text: string): RelayBody {
  const parsed = schemas[path].safeParse(parse(text))
  if (!parsed.success) throw invalidInput(describeIssues(parsed.error.issues), parsed.error)
  const {
    model,
    stream,
    stream_options: options,
    messages,
  } = parsed.data as z.infer<(typeof schemas)['chat/completions']>
  return {
    text,
    model,
    isStream: stream === true,
    asksForUsage: options?.include_usage === true,
    messages: (messages ?? []).map(({ role, content }) => ({ role, content })),
  }
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Told below.
  }
  throw invalidInput({ body: 'is not a JSON object' })
}

/** The body as the endpoint gets it: with its own name of the model, and asking for usage where it is a stream that does not. */
export function toForwarded(
  { text, isStream, asksForUsage }: RelayBody,
  path: ForwardPath,
  upstreamModel: string,
) {
  const body = withMembers(text, { model: JSON.stringify(upstreamModel) })
  if (path !== 'chat/completions' || !isStream || asksForUsage) return { body }
  const { stream_options: given } = JSON.parse(text) as { stream_options?: object | null }
  const asking = JSON.stringify({ ...given, include_usage: true })
  return { body, askingForUsage: withMembers(body, { stream_options: asking }) }
}
