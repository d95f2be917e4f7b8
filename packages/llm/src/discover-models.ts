import type { ChatEndpoint, ChatTimeouts } from './chat-request.ts'
import { makeError } from './call/make-error.ts'
import { LlmError } from './llm-error.ts'
import { toModelsUrl } from './request/to-models-url.ts'
import { toAdminText, type EndpointResult } from './test-endpoint.ts'

/** `models`: the names that the endpoint's own `GET /models` lists, sorted; none where `ok` is false. */
export interface EndpointModels extends EndpointResult {
  models: string[]
}

/** What lists an endpoint's models. Rejects with an `LlmError`, or with the signal's reason. */
export interface ModelLister {
  listModels(endpoint: ChatEndpoint, signal: AbortSignal): Promise<string[]>
}

export interface DiscoverModelsOptions {
  llm: ModelLister
  signal?: AbortSignal
}

/** A list is small and asked for by someone who waits. */
const LONGEST_WAIT_MS = 20_000

/** Asks an endpoint which models it has. Rejects with nothing but the reason of an aborted signal. */
export async function discoverModels(
  { endpoint, timeouts }: { endpoint: ChatEndpoint; timeouts: ChatTimeouts },
  { llm, signal = new AbortController().signal }: DiscoverModelsOptions,
): Promise<EndpointModels> {
  const startedAt = performance.now()
  const finish = (models: string[], error?: string): EndpointModels => ({
    ok: error === undefined,
    url: toShownUrl(endpoint),
    latencyMs: Math.round(performance.now() - startedAt),
    ...(error !== undefined && { error }),
    models,
  })
  const deadline = AbortSignal.timeout(Math.min(timeouts.totalMs, LONGEST_WAIT_MS))
  try {
    return finish(await llm.listModels(endpoint, AbortSignal.any([signal, deadline])))
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof LlmError) return finish([], toAdminText(error))
    if (deadline.aborted) return finish([], makeError('FIRST_TOKEN_TIMEOUT').message)
    throw error
  }
}

function toShownUrl({ apiBase, options }: ChatEndpoint): string {
  try {
    return toModelsUrl(apiBase, options?.apiVersion)
  } catch {
    return apiBase
  }
}
