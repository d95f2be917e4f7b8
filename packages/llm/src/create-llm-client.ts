import { isDeepStrictEqual } from 'node:util'
import { Agent, type buildConnector, type Dispatcher } from 'undici'
import type { AnswerResult } from './answer/chunk-machine.ts'
import type { AddressPolicy, Resolve } from './address/address-policy.ts'
import { createCheckedConnector } from './address/create-checked-connector.ts'
import { hideKey, secretsOf, withoutKey } from './call/hide-key.ts'
import { createReadHolder, type ReadHolder } from './call/hold-reads.ts'
import { requestModels } from './call/request-models.ts'
import { retry } from './call/retry.ts'
import type { TryResult } from './call/response-sink.ts'
import { createTracedAgent, toShownHeaders } from './call/trace.ts'
import { tryKeys } from './call/try-keys.ts'
import { tryRequest } from './call/try-request.ts'
import type { ChatEndpoint, ChatRequest, EndpointOptions } from './chat-request.ts'
import { monotonicClock, type Clock } from './clock.ts'
import type { CompleteOptions, Completion, DeltaChannel, LlmClient } from './completion.ts'
import type { ModelLister } from './discover-models.ts'
import { createForwarder } from './forward/create-forwarder.ts'
import type { Forwarder } from './forward/forward.ts'
import { LlmError } from './llm-error.ts'
import { adaptDialect } from './request/adapt-dialect.ts'
import { describeRequest } from './request/describe-request.ts'
import { toChatCompletionsUrl } from './request/to-chat-completions-url.ts'
import { defaultDialect, toRequestBody, type Dialect } from './request/to-request-body.ts'
import { withSwitches } from './request/with-switches.ts'
import { toRequestHeaders } from './request/to-request-headers.ts'
import { completeUsage } from './usage/complete-usage.ts'

/** What an `LlmClient` is made of; only the address policy is for production. */
export interface LlmClientOptions {
  addressPolicy: AddressPolicy
  /** For tests: time that stands still. */
  clock?: Clock
  /** For tests: the jitter of the waits between tries. */
  random?: () => number
  /** For tests: names without a name server. */
  resolve?: Resolve
}

interface Client {
  dispatcher: Dispatcher
  connect: buildConnector.connector
  reads: ReadHolder
  clock: Clock
  random(): number
  /** What endpoints were found to refuse, by address and model. */
  dialects: Map<string, Dialect>
}

/**
 * An `LlmClient` with its own connections. Its calls are made up to three times while nothing of the answer has come;
 * `close` breaks off what still runs and ends the connections.
 */
export function createLlmClient(
  options: LlmClientOptions,
): LlmClient & ModelLister & Forwarder & { close(): Promise<void> } {
  const { addressPolicy, clock = monotonicClock, random = Math.random } = options
  const reads = createReadHolder()
  const connect = createCheckedConnector(addressPolicy, options.resolve)
  const dispatcher = new Agent({
    connect: reads.following(connect),
    // Undici's limits of 300 s end long answers; each call has its own timers.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 20_000,
  })
  const client: Client = { dispatcher, connect, reads, clock, random, dialects: new Map() }
  return {
    complete: (request, completeOptions) =>
      completeTraced(client, request, completeOptions).catch((error: unknown) => {
        throw withoutKey(error, secretsOf(request.endpoint))
      }),
    listModels: (endpoint, signal) =>
      tryKeys(
        endpoint,
        (withKey) => requestModels(dispatcher, withKey, signal),
        () => false,
      ),
    ...createForwarder({ dispatcher, clock }),
    close: () => dispatcher.destroy(),
  }
}

/** A call that is traced has connections of its own. */
async function completeTraced(client: Client, request: ChatRequest, options: CompleteOptions) {
  if (!options.trace) return complete(client, request, options)
  const dispatcher = createTracedAgent(client.connect, options.trace)
  try {
    return await complete({ ...client, dispatcher }, request, options)
  } finally {
    await dispatcher.destroy()
  }
}

async function complete(client: Client, request: ChatRequest, options: CompleteOptions): Promise<Completion> {
  const { clock, random } = client
  const { signal, onDelta, onUsage, gather } = options
  signal.throwIfAborted()
  const startedAt = clock.now()
  const totalDeadline = startedAt + request.timeouts.totalMs
  const texts = { content: '', reasoning: '' }
  let ttftMs: number | null = null
  let tries = 0

  const takeDelta = (channel: DeltaChannel, text: string) => {
    ttftMs ??= Math.round(clock.now() - startedAt)
    texts[channel] += text
    onDelta(channel, text)
  }
  const hasText = () => ttftMs !== null
  const ask = async (endpoint: ChatEndpoint, dialect: Dialect) => {
    tries += 1
    const parts = toParts({ ...request, endpoint }, dialect)
    const secrets = secretsOf(endpoint)
    if (options.onRequest || options.trace) {
      const body = hideKey(describeRequest({ ...request, endpoint }, dialect, parts.body), secrets)
      options.onRequest?.(body)
      options.trace?.({ name: 'sent', headers: toShownHeaders(parts.headers, endpoint.headers), body })
    }
    const result = await tryRequest({
      ...client,
      ...parts,
      totalDeadline,
      signal,
      onDelta: takeDelta,
      onUsage,
      gather,
      trace: options.trace,
    })
    return { status: result.status, answer: hideKeyIn(result.answer, secrets) }
  }
  const askWithKey = (endpoint: ChatEndpoint) =>
    askInDialect(client, endpoint, (dialect) => ask(endpoint, dialect))
  const { status, answer } = await retry(() => tryKeys(request.endpoint, askWithKey, hasText), {
    clock,
    random,
    signal,
    totalDeadline,
    hasText,
  })
  const latencyMs = Math.round(clock.now() - startedAt)
  const { usage: told, ...end } = answer
  const usage = await completeUsage(told, { messages: request.messages, ...texts })
  return { ...end, usage, httpStatus: status, ttftMs, latencyMs, tries }
}

/** Both are recorded and shown, and an endpoint may write anything into them. */
function hideKeyIn(answer: AnswerResult, secrets: string[]): AnswerResult {
  const { finishReason, upstreamModel } = answer
  return {
    ...answer,
    finishReason: finishReason && hideKey(finishReason, secrets),
    upstreamModel: upstreamModel && hideKey(upstreamModel, secrets),
  }
}

function toParts(request: ChatRequest, dialect: Dialect) {
  const { endpoint, timeouts } = request
  const url = new URL(toChatCompletionsUrl(endpoint.apiBase, endpoint.options?.apiVersion))
  return { url, headers: toRequestHeaders(endpoint), body: toRequestBody(request, dialect), timeouts }
}

/** Null where the refusal is of nothing that could be said otherwise, or of what an administrator decided. */
function adapt(dialect: Dialect, { status = 0, detail = '' }: LlmError, options: EndpointOptions) {
  const adapted = adaptDialect(dialect, status, detail)
  return adapted && isDeepStrictEqual(withSwitches(adapted, options), adapted) ? adapted : null
}

/** Asks in the words that the endpoint is known to take; a refusal of a field that can be left out is answered by leaving it out. */
async function askInDialect(
  { dialects }: Client,
  endpoint: ChatEndpoint,
  ask: (dialect: Dialect) => Promise<TryResult>,
): Promise<TryResult> {
  const { apiBase, model, options = {} } = endpoint
  const key = JSON.stringify([apiBase, model, options.streamOptions, options.maxCompletionTokens])
  for (let dialect = dialects.get(key) ?? withSwitches(defaultDialect, options); ;) {
    try {
      return await ask(dialect)
    } catch (error) {
      const adapted = error instanceof LlmError ? adapt(dialect, error, options) : null
      if (adapted === null) throw error
      dialect = adapted
      dialects.set(key, adapted)
    }
  }
}
