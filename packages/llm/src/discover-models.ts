import type { ChatEndpoint, ChatTimeouts } from './chat-request.ts'
import type { LlmClient } from './completion.ts'
import type { EndpointTest } from './test-endpoint.ts'

/** `models`: the names that the endpoint's own `GET /models` lists, sorted; none where `ok` is false. */
export interface EndpointModels extends EndpointTest {
  models: string[]
}

/** Asks an endpoint which models it has. Never rejects but for an aborted signal. */
export async function discoverModels(
  _target: { endpoint: ChatEndpoint; timeouts: ChatTimeouts },
  _options: { llm: LlmClient; signal?: AbortSignal },
): Promise<EndpointModels> {
  throw new Error('not built yet')
}
