import { countTokens, type ChatMessage, type ForwardFailure } from '@chatmore/llm'
import { toAnswerError } from '../../generation/answer-error.ts'
import { estimateUsage } from '../../generation/estimate-usage.ts'
import type { CallEnd } from '../../services/begin-call.ts'
import type { HeardAnswer } from './hear-answer.ts'
import { ACCESS_LOST } from '../hold-access.ts'
import type { RelayBody } from '../read-relay-body.ts'

/** How a relayed call ended, from all that was heard of it. */
export interface RelayEnd {
  body: RelayBody
  answer: HeardAnswer
  /** Null where the answer is whole. */
  failure: ForwardFailure | null
  /** What it ended by where somebody ended it: who asked, or the server that stops. */
  endedBy: 'stopped' | 'interrupted' | null
  status: number | null
  ttftMs: number | null
}

/** What the log says of it. `ref` finds an unexpected error in the server's log. */
export async function toCallEnd(ended: RelayEnd, ref: string): Promise<CallEnd> {
  const { body, answer, failure, status: httpStatus, ttftMs } = ended
  const isRefused = failure !== null && ttftMs === null && answer.told === null && answer.usage === null
  const isChat = body.messages.length > 0
  return {
    status: toStatus(ended),
    finishReason: answer.finishReason,
    ...toError(ended, ref),
    ...(httpStatus !== null && { httpStatus }),
    usage: isRefused || !isChat ? answer.usage : await countUsage(body, answer),
    ttftMs,
  }
}

function toStatus({ answer, failure, endedBy }: RelayEnd): CallEnd['status'] {
  if (failure !== null) return endedBy ?? 'error'
  if (answer.error) return 'error'
  return answer.isIncomplete ? 'incomplete' : 'done'
}

function toError({ answer, failure, endedBy }: RelayEnd, ref: string) {
  if (failure?.error === ACCESS_LOST) return { ...noError, ...accessLost }
  const error = failure ? failure.error : answer.error
  if (error && !endedBy) return toAnswerError(error, ref)
  return noError
}

const noError = { errorCode: null, errorMessage: null, errorDetail: null, httpStatus: null }
const accessLost = { errorCode: 'ACCESS_LOST' as const, errorMessage: ACCESS_LOST.message }

function countUsage(body: RelayBody, { content, reasoning, told }: HeardAnswer) {
  const messages = body.messages.map(({ content: given }): ChatMessage => {
    return { role: 'user', content: toText(given) }
  })
  return estimateUsage({ messages, content, reasoning, told }, countTokens).catch(() => null)
}

/** Of images and the like the endpoint alone knows what they take. */
function toText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: { text?: unknown }) => (typeof part.text === 'string' ? part.text : ''))
    .join('\n')
}
