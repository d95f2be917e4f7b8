import type { ChatMessage, ChatParams, ChatRequest } from '../chat-request.ts'
import { writeWithImages } from './write-with-images.ts'

/** The differences between endpoints that only show by a refusal. */
export interface Dialect {
  /** Some refuse `stream_options`; their usage is estimated then. */
  hasStreamOptions: boolean
  /** Newer OpenAI models refuse `max_tokens`. */
  maxTokensField: 'max_tokens' | 'max_completion_tokens'
}

export const defaultDialect: Dialect = { hasStreamOptions: true, maxTokensField: 'max_tokens' }

/** A text, or the pieces of one that is too large to be copied for each call. */
export type RequestBody = string | Buffer[]

interface Written {
  contents: string[]
  json: string
}

const written = new WeakMap<ChatMessage[], Written>()

/** The JSON body of a call. The messages, by far its largest part, are written once for all calls that share the array. */
export function toRequestBody({ endpoint, messages, params }: ChatRequest, dialect: Dialect): RequestBody {
  const rest = JSON.stringify({
    ...endpoint.options?.extraBody,
    ...toParameters(params, dialect),
    stream: true,
    ...(dialect.hasStreamOptions && { stream_options: { include_usage: true } }),
  })
  const [start, end] = [`{"model":${JSON.stringify(endpoint.model)},"messages":`, `,${rest.slice(1)}`]
  return isText(messages)
    ? `${start}${writeMessages(messages)}${end}`
    : writeWithImages({ start, messages, end })
}

function toParameters(params: ChatParams, { maxTokensField }: Dialect) {
  return {
    temperature: params.temperature,
    top_p: params.topP,
    [maxTokensField]: params.maxTokens,
    frequency_penalty: params.frequencyPenalty,
    presence_penalty: params.presencePenalty,
    seed: params.seed,
    stop: params.stop,
    reasoning_effort: params.reasoningEffort,
  }
}

type TextMessage = ChatMessage & { content: string }

function isText(messages: ChatMessage[]): messages is TextMessage[] {
  return messages.every(({ content }) => typeof content === 'string')
}

function writeMessages(messages: TextMessage[]): string {
  const known = written.get(messages)
  // Comparing is nearly free, as equal strings are mostly the same string; an array that was changed since is written anew.
  if (known && isSame(known.contents, messages)) return known.json
  const json = JSON.stringify(messages.map(({ role, content }) => ({ role, content })))
  written.set(messages, { contents: messages.map(({ content }) => content), json })
  return json
}

function isSame(contents: string[], messages: TextMessage[]): boolean {
  return (
    contents.length === messages.length &&
    contents.every((content, index) => content === messages[index]?.content)
  )
}
