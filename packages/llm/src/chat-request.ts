import type { KeyRing } from './key-ring.ts'

export interface TextPart {
  type: 'text'
  text: string
}

/** Goes as a `data:` address. Requests that share `bytes` share what is made of them. */
export interface ImagePart {
  type: 'image'
  mediaType: string
  bytes: Buffer
  /** About how many tokens it takes. */
  tokens: number
}

/** One message as the OpenAI chat-completions format has it (https://platform.openai.com/docs/api-reference/chat). */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  content: string | (TextPart | ImagePart)[]
}

/** Sampling parameters; what is absent is left to the endpoint. */
export interface ChatParams {
  temperature?: number | undefined
  topP?: number | undefined
  maxTokens?: number | undefined
  frequencyPenalty?: number | undefined
  presencePenalty?: number | undefined
  seed?: number | undefined
  stop?: string[] | undefined
  reasoningEffort?: 'minimal' | 'low' | 'medium' | 'high' | undefined
}

/** How long each part of a call may take, in milliseconds. */
export interface ChatTimeouts {
  connectMs: number
  firstTokenMs: number
  idleMs: number
  totalMs: number
}

/** Where a request goes. `apiBase` is as the administrator entered it; `provider` chooses small differences (Azure's key header). */
export interface ChatEndpoint {
  apiBase: string
  model: string
  apiKey: string | null
  /** Where there are several keys, or it matters whether one is refused: then they are used, and `apiKey` is not. */
  keys?: KeyRing | undefined
  provider: string
  /** Headers besides the usual ones. Their values are hidden like keys. */
  headers?: Record<string, string> | undefined
  options?: EndpointOptions | undefined
}

/** Whether something is sent: `auto` as the endpoint is found to take it. */
export type Switch = 'auto' | 'on' | 'off'

/** How an endpoint is spoken to; what is absent is usual. */
export interface EndpointOptions {
  /** Azure's `api-version`, which goes into the address. */
  apiVersion?: string | undefined
  /** Whether the longest answer is asked for as `max_completion_tokens`. */
  maxCompletionTokens?: Switch | undefined
  /** Whether `stream_options` asks for the usage. */
  streamOptions?: Switch | undefined
  /** What the body has besides. */
  extraBody?: Record<string, unknown> | undefined
}

export interface ChatRequest {
  endpoint: ChatEndpoint
  messages: ChatMessage[]
  params: ChatParams
  timeouts: ChatTimeouts
}
