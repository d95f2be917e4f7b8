import type { ChatEndpoint, ChatTimeouts } from './chat-request.ts'
import type { LlmClient } from './completion.ts'

/** `url` is the exact address that was asked; `error` is in words for an administrator. */
export interface EndpointTest {
  ok: boolean
  url: string
  latencyMs: number
  error?: string
}

/** Tries an endpoint by a very small completion. Never rejects but for an aborted signal. */
export async function testEndpoint(
  _target: { endpoint: ChatEndpoint; timeouts: ChatTimeouts },
  _options: { llm: LlmClient; signal?: AbortSignal },
): Promise<EndpointTest> {
  throw new Error('not built yet')
}
