import { showsToolCall, type Message } from '@chatmore/api/contract'

/** What an answer looks like to a person. */
export type AnswerState =
  | 'waiting'
  | 'thinking'
  | 'streaming'
  | 'done'
  | 'cut'
  | 'filtered'
  | 'asked-for-tool'
  | 'stopped'
  | 'failed'
  | 'interrupted'
  | 'incomplete'

export function toAnswerState(message: Message): AnswerState {
  switch (message.status) {
    case 'pending':
    case 'streaming':
      return toRunningState(message)
    case 'done':
      return toDoneState(message)
    case 'error':
      return 'failed'
    default:
      return message.status
  }
}

function toRunningState(message: Message): AnswerState {
  if (message.content !== '') return 'streaming'
  return message.reasoning === '' ? 'waiting' : 'thinking'
}

function toDoneState({ finishReason, content }: Message): AnswerState {
  if (finishReason === 'length') return 'cut'
  // Another program has its own tools, and its calls of them are recorded.
  if (finishReason === 'tool_calls' && !showsToolCall(content)) return 'asked-for-tool'
  return finishReason === 'content_filter' ? 'filtered' : 'done'
}

export function isRunning(state: AnswerState): boolean {
  return state === 'waiting' || state === 'thinking' || state === 'streaming'
}
