import type { DeltaChannel } from '../completion.ts'
import { joinSurrogates } from './join-surrogates.ts'
import { splitThinking } from './split-thinking.ts'

/** Characters of text and reasoning together at which an answer is cut. */
const MAX_ANSWER_LENGTH = 2_000_000

/** The way of an answer's text from chunks to deltas: `<think>` sorted out, characters kept whole, the size bounded. */
export interface TextOutlet {
  push(channel: DeltaChannel, text: string): void
  /** Gives out what was held back. */
  flush(): void
  readonly contentLength: number
  readonly reasoningLength: number
  /** The largest size is reached; what follows is dropped. */
  readonly isFull: boolean
}

export function createTextOutlet(onDelta: (channel: DeltaChannel, text: string) => void): TextOutlet {
  const lengths = { content: 0, reasoning: 0 }
  let isFull = false

  const give = (channel: DeltaChannel) => (text: string) => {
    if (isFull) return
    const room = MAX_ANSWER_LENGTH - lengths.content - lengths.reasoning
    isFull = text.length >= room
    const piece = isFull ? cutWhole(text, room) : text
    lengths[channel] += piece.length
    if (piece !== '') onDelta(channel, piece)
  }
  const channels = { content: joinSurrogates(give('content')), reasoning: joinSurrogates(give('reasoning')) }
  const thinking = splitThinking((channel, text) => channels[channel].push(text))

  return {
    push(channel, text) {
      if (text === '') return
      if (channel === 'content') thinking.push(text)
      else channels.reasoning.push(text)
    },
    flush() {
      thinking.flush()
      channels.reasoning.flush()
      channels.content.flush()
    },
    get contentLength() {
      return lengths.content
    },
    get reasoningLength() {
      return lengths.reasoning
    },
    get isFull() {
      return isFull
    },
  }
}

/** The first so many characters, never half of one. */
function cutWhole(text: string, length: number): string {
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}
