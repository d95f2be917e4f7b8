import type { ChatRequest, Completion, DeltaChannel, LlmClient } from '@chatmore/llm'

export interface ScriptedCall {
  request: ChatRequest
  signal: AbortSignal
  say(text: string, channel?: DeltaChannel): void
  finish(values?: Partial<Completion>): void
  fail(failure: unknown): void
}

export interface ScriptedLlm extends LlmClient {
  calls: ScriptedCall[]
  /** The call for a model, by the model's name. */
  callOf(model: string): ScriptedCall
}

/** A client whose calls the test answers by hand. As the real one it rejects with the signal's reason. */
export function createScriptedLlm(): ScriptedLlm {
  const calls: ScriptedCall[] = []
  return {
    calls,
    callOf(model) {
      const found = calls.find(({ request }) => request.endpoint.model === model)
      if (!found) throw new Error(`no call for ${model}`)
      return found
    },
    complete: (request, { signal, onDelta }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        calls.push({
          request,
          signal,
          say: (text, channel = 'content') => onDelta(channel, text),
          finish: (values) => resolve({ ...completion, ...values }),
          fail: reject,
        })
      }),
  }
}

const completion: Completion = {
  outcome: 'done',
  finishReason: 'stop',
  usage: { promptTokens: 7, completionTokens: 5, reasoningTokens: null, isEstimated: false },
  httpStatus: 200,
  upstreamModel: null,
  ttftMs: 12,
  latencyMs: 34,
  tries: 1,
}
