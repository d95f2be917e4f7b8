import type { Message } from '../../../contract/index.ts'

/** A pending answer, unless told otherwise. */
export function buildMessage(values: Partial<Message> = {}): Message {
  return {
    id: 'answer-1',
    sessionId: 'session-1',
    windowId: 'window-1',
    seq: 2,
    role: 'assistant',
    content: '',
    reasoning: '',
    status: 'pending',
    finishReason: null,
    errorCode: null,
    errorMessage: null,
    promptTokens: null,
    completionTokens: null,
    reasoningTokens: null,
    usageEstimated: false,
    cost: null,
    currency: null,
    ttftMs: null,
    latencyMs: null,
    thinkingMs: null,
    modelId: 'model-1',
    modelName: 'Model 1',
    broadcastGroupId: 'broadcast-1',
    replyToId: 'input-1',
    attempt: 1,
    superseded: false,
    archivedBy: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...values,
  }
}
