import type { Channel, DeltaEvent, Message } from '../../contract/index.ts'
import { TextBuffer } from './text-buffer.ts'

export const channels = ['reasoning', 'content'] as const satisfies Channel[]

/** An answer in flight. Its texts are kept here once: the run adds to them, everyone who watches reads them. */
export interface LiveAnswer extends Readonly<Record<Channel, TextBuffer>> {
  /** The row as it was when the answer was taken up; its texts and status are out of date. */
  readonly message: Message
  /** The delta last built per channel: all who lack the same text share it. */
  readonly latest: Partial<Record<Channel, DeltaEvent>>
  /** How many calls its model's endpoint takes until its own has been; null once it is called, absent where it never waited. */
  waiting: number | null | undefined
}

export function createLiveAnswer(message: Message): LiveAnswer {
  const { waiting } = message
  const answer = { message, latest: {}, waiting, content: new TextBuffer(), reasoning: new TextBuffer() }
  answer.content.append(message.content)
  answer.reasoning.append(message.reasoning)
  return answer
}

/** How many UTF-16 units the answer has in both channels. */
export function lengthOf(answer: LiveAnswer): number {
  return answer.content.length + answer.reasoning.length
}

/** What one channel has from an offset to its end; null where that is nothing. */
export function toDelta(answer: LiveAnswer, channel: Channel, at: number): DeltaEvent | null {
  const text = answer[channel]
  if (at >= text.length) return null
  const latest = answer.latest[channel]
  if (latest?.at === at && at + latest.text.length === text.length) return latest
  const { id: messageId, windowId } = answer.message
  return (answer.latest[channel] = { type: 'delta', messageId, windowId, channel, at, text: text.from(at) })
}

/** The whole answer as it stands. */
export function toLiveMessage(answer: LiveAnswer): Message {
  const { waiting, message } = answer
  return {
    ...message,
    ...(waiting !== undefined && { waiting }),
    status: lengthOf(answer) > 0 ? 'streaming' : message.status,
    content: answer.content.toString(),
    reasoning: answer.reasoning.toString(),
  }
}
