import { z } from 'zod'
import { modelParamsSchema, type ModelParams } from '../../contract/index.ts'

const partSchema = z.object({ type: z.literal('text'), text: z.string() })
const messageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.union([z.string(), z.array(partSchema)]),
})
const requestSchema = z.looseObject({ messages: z.array(messageSchema).min(1) })

/** How the record tells of an image that was sent. */
const IMAGE = /^\[image\/[a-z+.-]+, \d+ bytes\]$/

export interface RecordedMessage {
  role: 'user' | 'assistant'
  content: string
  /** How many images it was sent with, which the record does not hold. */
  imageCount: number
}

/** What a call was sent, in our own words. */
export interface RecordedRequest {
  systemMessage: string | null
  /** Inputs and their answers, the input that was asked last. */
  messages: RecordedMessage[]
  params: ModelParams
}

/** Null of what is no whole request that ends with an input. */
export function parseRecordedRequest(text: string): RecordedRequest | null {
  const parsed = requestSchema.safeParse(parseJson(text))
  if (!parsed.success) return null
  const { messages, ...rest } = parsed.data
  const first = messages.findIndex(({ role }) => role !== 'system')
  if (first < 0) return null
  const system = messages.slice(0, first).map((message) => toMessage(message).content)
  const said = messages.slice(first).flatMap((message) => {
    const { role } = message
    return role === 'system' ? [] : { role, ...toMessage(message) }
  })
  if (said.length !== messages.length - first || !isConversation(said)) return null
  return {
    systemMessage: system.length > 0 ? system.join('\n\n') : null,
    messages: said,
    params: toParams(rest),
  }
}

/** Each answer stands behind an input, and the last input has none yet. */
function isConversation(messages: RecordedMessage[]): boolean {
  const isInPlace = messages.every(
    ({ role }, index) => role === 'user' || messages[index - 1]?.role === 'user',
  )
  return isInPlace && messages.at(-1)?.role === 'user'
}

function toMessage({ content }: z.infer<typeof messageSchema>): { content: string; imageCount: number } {
  if (typeof content === 'string') return { content, imageCount: 0 }
  const texts = content.filter(({ text }) => !IMAGE.test(text)).map(({ text }) => text)
  return { content: texts.join('\n'), imageCount: content.length - texts.length }
}

/** By the endpoint's own names. What a window could not be set to is left out. */
export function toParams(fields: Record<string, unknown>): ModelParams {
  const named = {
    temperature: fields.temperature,
    topP: fields.top_p,
    maxTokens: fields.max_tokens ?? fields.max_completion_tokens,
    frequencyPenalty: fields.frequency_penalty,
    presencePenalty: fields.presence_penalty,
    seed: fields.seed,
    stop: fields.stop,
    reasoningEffort: fields.reasoning_effort,
  }
  const good = Object.entries(named).filter(
    ([name, value]) => value !== undefined && modelParamsSchema.safeParse({ [name]: value }).success,
  )
  return modelParamsSchema.parse(Object.fromEntries(good))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
