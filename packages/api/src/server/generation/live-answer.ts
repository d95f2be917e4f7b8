import type { Channel, Message } from '../../contract/index.ts'
import { TextBuffer } from './text-buffer.ts'

/** An answer in flight. Its texts are kept here once: the run adds to them, everyone who watches reads them. */
export interface LiveAnswer extends Readonly<Record<Channel, TextBuffer>> {
  /** The row as it was when the answer was taken up; its texts and status are out of date. */
  readonly message: Message
}

export function createLiveAnswer(message: Message): LiveAnswer {
  const answer = { message, content: new TextBuffer(), reasoning: new TextBuffer() }
  answer.content.append(message.content)
  answer.reasoning.append(message.reasoning)
  return answer
}

/** How many UTF-16 units the answer has in both channels. */
export function lengthOf(answer: LiveAnswer): number {
  return answer.content.length + answer.reasoning.length
}

/** The whole answer as it stands. */
export function toLiveMessage(answer: LiveAnswer): Message {
  return {
    ...answer.message,
    status: lengthOf(answer) > 0 ? 'streaming' : answer.message.status,
    content: answer.content.toString(),
    reasoning: answer.reasoning.toString(),
  }
}
