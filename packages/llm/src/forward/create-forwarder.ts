import type { Dispatcher } from 'undici'
import { hideKey, secretsOf, withoutKey } from '../call/hide-key.ts'
import { tryKeys } from '../call/try-keys.ts'
import type { ChatEndpoint } from '../chat-request.ts'
import type { Clock } from '../clock.ts'
import { LlmError } from '../llm-error.ts'
import { toChatCompletionsUrl } from '../request/to-chat-completions-url.ts'
import { toRequestHeaders } from '../request/to-request-headers.ts'
import { forwardOnce } from './forward-once.ts'
import type { ForwardOptions, ForwardPath, ForwardRefusal, ForwardRequest, Forwarder } from './forward.ts'

interface Parts {
  dispatcher: Dispatcher
  clock: Clock
}

/** Endpoints that were found to refuse to be asked for usage are remembered, by address and model. */
export function createForwarder({ dispatcher, clock }: Parts): Forwarder {
  const tellNoUsage = new Set<string>()

  async function forward(request: ForwardRequest, options: ForwardOptions) {
    const { signal } = options
    signal.throwIfAborted()
    const key = JSON.stringify([request.endpoint.apiBase, request.endpoint.model])
    const totalDeadline = clock.now() + request.timeouts.totalMs
    let refusal: ForwardRefusal | null = null
    let hasBegun = false

    const ask = (endpoint: ChatEndpoint, isUsageAsked: boolean) => {
      const secrets = secretsOf(endpoint)
      refusal = null
      return forwardOnce({
        ...{ dispatcher, clock, totalDeadline, signal, timeouts: request.timeouts },
        url: toUrl(endpoint, request.path),
        headers: toRequestHeaders(endpoint),
        body: isUsageAsked ? (request.askingForUsage ?? request.body) : request.body,
        onHead(head) {
          hasBegun = true
          options.onHead({ ...head, isUsageAsked })
        },
        onBytes: options.onBytes,
        isFinished: options.isFinished,
        onRefusal: (said) => void (refusal = { ...said, text: hideKey(said.text, secrets) }),
      })
    }
    const askForUsage = async (endpoint: ChatEndpoint) => {
      const mayAsk = request.askingForUsage !== undefined && !tellNoUsage.has(key)
      if (!mayAsk) return ask(endpoint, false)
      try {
        await ask(endpoint, true)
      } catch (error) {
        if (!refusesUsage(error)) throw error
        tellNoUsage.add(key)
        await ask(endpoint, false)
      }
    }
    // A connection kept from an earlier call may have been closed meanwhile: a fresh one is tried at once.
    const askAgain = (endpoint: ChatEndpoint) =>
      askForUsage(endpoint).catch((error: unknown) => {
        if (hasBegun || !isLost(error)) throw error
        return askForUsage(endpoint)
      })
    try {
      await tryKeys(request.endpoint, askAgain, () => hasBegun)
      return null
    } catch (error) {
      signal.throwIfAborted()
      const told = withoutKey(error, secretsOf(request.endpoint))
      return { error: told, refusal: chooseRefusal(told, refusal) }
    }
  }
  return { forward }
}

function toUrl(endpoint: ChatEndpoint, path: ForwardPath): URL {
  const url = new URL(toChatCompletionsUrl(endpoint.apiBase, endpoint.options?.apiVersion))
  url.pathname = url.pathname.replace(/chat\/completions$/, path)
  return url
}

/** Of several keys another may have been refused last than the one whose failure is told. */
function chooseRefusal(error: unknown, refusal: ForwardRefusal | null): ForwardRefusal | null {
  return error instanceof LlmError && error.status === refusal?.status ? refusal : null
}

function refusesUsage(error: unknown): boolean {
  if (!(error instanceof LlmError) || (error.status !== 400 && error.status !== 422)) return false
  return /stream_?options|include_usage/i.test(error.detail ?? '')
}

function isLost(error: unknown): boolean {
  return error instanceof LlmError && error.code === 'CONNECTION_LOST'
}
