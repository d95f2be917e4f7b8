import type { ChatMessage, ChatParams, ChatRequest } from '../chat-request.ts'

/** The differences between endpoints that only show by a refusal. */
export interface Dialect {
  /** Some refuse `stream_options`; their usage is estimated then. */
  hasStreamOptions: boolean
  /** Newer OpenAI models refuse `max_tokens`. */
  maxTokensField: 'max_tokens' | 'max_completion_tokens'
}

export const defaultDialect: Dialect = { hasStreamOptions: true, maxTokensField: 'max_tokens' }

interface Written {
  contents: string[]
  json: string
}

const written = new WeakMap<ChatMessage[], Written>()

/** The JSON body of a call. The messages, by far its largest part, are written once for all calls that share the array. */
export function toRequestBody({ endpoint, messages, params }: ChatRequest, dialect: Dialect): string {
  const rest = JSON.stringify({
    ...toParameters(params, dialect),
    stream: true,
    ...(dialect.hasStreamOptions && { stream_options: { include_usage: true } }),
  })
  return `{"model":${JSON.stringify(endpoint.model)},"messages":${writeMessages(messages)},${rest.slice(1)}`
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

function writeMessages(messages: ChatMessage[]): string {
  const known = written.get(messages)
  // Comparing is nearly free, as equal strings are mostly the same string; an array that was changed since is written anew.
  if (known && isSame(known.contents, messages)) return known.json
  const json = JSON.stringify(messages.map(({ role, content }) => ({ role, content })))
  written.set(messages, { contents: messages.map(({ content }) => content), json })
  return json
}

function isSame(contents: string[], messages: ChatMessage[]): boolean {
  return (
    contents.length === messages.length &&
    contents.every((content, index) => content === messages[index]?.content)
  )
}
