import type { Call, CallDetail } from '@chatmore/api/contract'
import { id } from '../../../shared/testing/samples.ts'

export function sampleCall(patch: Partial<Call> = {}): Call {
  return {
    ...{ id: id(500), source: 'window', status: 'done', finishReason: 'stop', httpStatus: 200 },
    ...{ userId: id(1), userName: 'Ada', workspaceId: id(2), sessionId: id(300), messageId: id(600) },
    ...{ modelId: id(100), modelName: 'GPT-5', upstreamModel: 'gpt-5-2026', errorCode: null },
    ...{ relayName: null, relayAttempt: null, apiKeyId: null, apiKeyName: null },
    ...{ promptTokens: 1000, completionTokens: 50, reasoningTokens: 20, cachedTokens: 600 },
    usageEstimated: false,
    price: { currency: 'USD', inputPerMillion: '2.5', outputPerMillion: '10.000002' },
    ...{ cost: '0.0030000001', currency: 'USD', ttftMs: 400, latencyMs: 2400 },
    ...{ startedAt: '2026-11-22T08:00:00.000Z', createdAt: '2026-11-22T08:00:02.400Z' },
    ...patch,
  }
}

export function sampleDetail(patch: Partial<CallDetail> = {}): CallDetail {
  const request = {
    model: 'gpt-5-2026',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is a monad?' },
    ],
    temperature: 0.7,
  }
  const response = { content: 'A monoid.', reasoning: 'Hm, hm.', finish_reason: 'stop' }
  return {
    ...sampleCall(),
    ...{ request: JSON.stringify(request), response: JSON.stringify(response) },
    ...{ requestSize: 150, responseSize: 80, isCut: false, isRecorded: true, errorDetail: null },
    replayObstacle: null,
    ...patch,
  }
}
