import type { Message } from '@chatmore/api/contract'

/** A finished answer, with what the test is about put over it. */
export function buildMessage(patch: Partial<Message> = {}): Message {
  return {
    id: 'answer-1',
    sessionId: 'session-1',
    windowId: 'window-1',
    seq: 2,
    role: 'assistant',
    content: 'The sky is blue.',
    reasoning: '',
    status: 'done',
    finishReason: 'stop',
    errorCode: null,
    errorMessage: null,
    promptTokens: 12,
    completionTokens: 340,
    reasoningTokens: null,
    usageEstimated: false,
    cost: '0.00123',
    currency: 'USD',
    ttftMs: 400,
    latencyMs: 2400,
    thinkingMs: null,
    modelId: 'model-1',
    modelName: 'gpt-x',
    broadcastGroupId: 'group-1',
    replyToId: 'user-1',
    attempt: 1,
    superseded: false,
    archivedBy: null,
    createdAt: '2026-11-22T10:00:00.000Z',
    ...patch,
  }
}

export function buildUserMessage(patch: Partial<Message> = {}): Message {
  return buildMessage({
    id: 'user-1',
    seq: 1,
    role: 'user',
    content: 'Why is the sky blue?',
    finishReason: null,
    promptTokens: null,
    completionTokens: null,
    cost: null,
    currency: null,
    ttftMs: null,
    latencyMs: null,
    thinkingMs: null,
    modelId: null,
    modelName: null,
    replyToId: null,
    ...patch,
  })
}
