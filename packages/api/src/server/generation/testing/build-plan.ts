import type { Message } from '../../../contract/index.ts'
import type { RunPlan } from '../ports.ts'
import { buildMessage } from './build-message.ts'

/** The plan of an answer to "Hello". */
export function buildPlan(message: Message, values: Partial<RunPlan> = {}): RunPlan {
  return {
    message,
    input: buildMessage({
      id: message.replyToId ?? '',
      sessionId: message.sessionId,
      windowId: message.windowId,
      seq: 1,
      role: 'user',
      status: 'done',
      content: 'Hello',
      replyToId: null,
    }),
    userId: 'user-1',
    workspaceId: 'workspace-1',
    lease: { owner: 'instance-1', fence: 1 },
    endpoint: { apiBase: 'http://upstream.test/v1', model: 'model-1', apiKey: null, provider: 'openai' },
    params: {},
    timeouts: { connectMs: 1, firstTokenMs: 1, idleMs: 1, totalMs: 1 },
    price: null,
    systemMessage: null,
    history: [{ role: 'user', content: 'Hello', seq: 1 }],
    contextWindow: null,
    vision: false,
    obstacle: null,
    ...values,
  }
}
