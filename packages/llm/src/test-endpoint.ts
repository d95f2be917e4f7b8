import type { ChatEndpoint, ChatTimeouts } from './chat-request.ts'
import type { LlmClient } from './completion.ts'
import { LlmError } from './llm-error.ts'
import { toChatCompletionsUrl } from './request/to-chat-completions-url.ts'

/** `url` is the exact address that was asked; `error` is in words for an administrator. */
export interface EndpointTest {
  ok: boolean
  url: string
  latencyMs: number
  error?: string
}

export interface TestEndpointOptions {
  llm: LlmClient
  signal?: AbortSignal
}

/** Enough for a word; what thinks first spends it on that, which proves the endpoint as well. */
const MAX_TOKENS = 16
/** Someone waits for the result: enough for a local model to load, not for an answer's usual limits. */
const LONGEST_TEST_MS = 120_000

/** Tries an endpoint by a very small completion. Rejects with nothing but the reason of an aborted signal. */
export async function testEndpoint(
  { endpoint, timeouts }: { endpoint: ChatEndpoint; timeouts: ChatTimeouts },
  { llm, signal = new AbortController().signal }: TestEndpointOptions,
): Promise<EndpointTest> {
  const startedAt = performance.now()
  const finish = (error?: string): EndpointTest => ({
    ok: error === undefined,
    url: toShownUrl(endpoint),
    latencyMs: Math.round(performance.now() - startedAt),
    ...(error !== undefined && { error }),
  })
  try {
    const completion = await llm.complete(
      {
        endpoint,
        timeouts: { ...timeouts, totalMs: Math.min(timeouts.totalMs, LONGEST_TEST_MS) },
        messages: [{ role: 'user', content: 'Reply with the word OK.' }],
        params: { maxTokens: MAX_TOKENS },
      },
      { signal, onDelta: () => undefined },
    )
    const isSilent = completion.outcome === 'incomplete' && completion.ttftMs === null
    return finish(isSilent ? 'The endpoint closed the connection without an answer.' : undefined)
  } catch (error) {
    if (!(error instanceof LlmError)) throw error
    return finish(toAdminText(error))
  }
}

/** An error in words for an administrator, with what the endpoint itself said. */
export function toAdminText({ message, detail }: LlmError): string {
  return detail ? `${message} Detail: ${detail}` : message
}

function toShownUrl({ apiBase, options }: ChatEndpoint): string {
  try {
    return toChatCompletionsUrl(apiBase, options?.apiVersion)
  } catch {
    return apiBase
  }
}
