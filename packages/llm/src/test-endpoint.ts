import type { ChatEndpoint, ChatTimeouts } from './chat-request.ts'
import type { LlmClient } from './completion.ts'
import { LlmError, type LlmErrorCode } from './llm-error.ts'
import { traceCall, type TracedCall } from './trace-call.ts'
import { toChatCompletionsUrl } from './request/to-chat-completions-url.ts'

/** `url` is the exact address that was asked; `error` is in words for an administrator. */
export interface EndpointResult {
  ok: boolean
  url: string
  latencyMs: number
  error?: string
}

/** How a test went, by what the last of its tries did. */
export interface EndpointTest extends EndpointResult, TracedCall {
  errorCode?: LlmErrorCode
  /** How the answer began. */
  answer: string
}

export interface TestEndpointOptions {
  llm: LlmClient
  signal?: AbortSignal
}

/** Enough for a word; what thinks first spends it on that, which proves the endpoint as well. */
const MAX_TOKENS = 16
/** Enough to see that it is one. */
const ANSWER_LENGTH = 500
/** Someone waits for the result: enough for a local model to load, not for an answer's usual limits. */
const LONGEST_TEST_MS = 120_000

/** Tries an endpoint by a very small completion. Rejects with nothing but the reason of an aborted signal. */
export async function testEndpoint(
  { endpoint, timeouts }: { endpoint: ChatEndpoint; timeouts: ChatTimeouts },
  { llm, signal = new AbortController().signal }: TestEndpointOptions,
): Promise<EndpointTest> {
  const traced = traceCall()
  let answer = ''
  const finish = (error?: string): EndpointTest => ({
    ok: error === undefined,
    url: toShownUrl(endpoint),
    ...traced.read(),
    answer,
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
      {
        signal,
        trace: traced.trace,
        onDelta(channel, text) {
          traced.noteText()
          if (channel === 'content' && answer.length < ANSWER_LENGTH) answer += text
        },
      },
    )
    const isSilent = completion.outcome === 'incomplete' && completion.ttftMs === null
    return finish(isSilent ? 'The endpoint closed the connection without an answer.' : undefined)
  } catch (error) {
    if (!(error instanceof LlmError)) throw error
    return { ...finish(toAdminText(error)), errorCode: error.code }
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
