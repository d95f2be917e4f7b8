import {
  noUsage,
  tapAnswer,
  type ForwardPath,
  type LlmError,
  type ToldUsage,
  type Usage,
} from '@chatmore/llm'
import type { Told } from '../generation/estimate-usage.ts'
import { readLastUsage } from './read-usage.ts'

/** So many characters of an answer are kept for the log at most, if the log keeps as many. */
const MOST_KEPT = 1024 * 1024
/** Usage comes last, and a whole answer may be repeated before it. */
const TAIL = 64 * 1024

/** What was heard of an answer on its way to the caller. */
export interface HeardAnswer {
  content: string
  reasoning: string
  finishReason: string | null
  /** What the answer itself told of in place of one. */
  error: LlmError | null
  isIncomplete: boolean
  told: Told | null
  /** Where it is not to be counted from the texts. */
  usage: Usage | null
  /** As it came. */
  text: string
}

/** Listens to an answer for the log. `onText` is called when it begins to speak. */
export function hearAnswer(path: ForwardPath, onText: () => void) {
  return path === 'chat/completions' ? hearChat(onText) : hearOther(onText)
}

function hearChat(onText: () => void) {
  const tap = tapAnswer(onText)
  const kept = keepBeginning()
  return {
    push(bytes: Buffer): void {
      tap.push(bytes)
      kept.push(bytes)
    },
    isFinished: tap.isFinished,
    isOver: tap.isOver,
    read(): HeardAnswer {
      const { usage, textLength, ...heard } = tap.read()
      return {
        ...heard,
        told: usage === noUsage ? null : { usage, textLength },
        usage: null,
        text: kept.text(),
      }
    },
  }
}

const unread = {
  content: '',
  reasoning: '',
  finishReason: null,
  error: null,
  isIncomplete: false,
  told: null,
}

/** Of embeddings and responses nothing is read but what they used. */
function hearOther(onText: () => void) {
  const kept = keepBeginning()
  let tail = ''
  return {
    push(bytes: Buffer): void {
      onText()
      kept.push(bytes)
      tail = (tail + bytes.toString('latin1')).slice(-TAIL)
    },
    isFinished: () => false,
    isOver: () => false,
    read(): HeardAnswer {
      const told = readLastUsage(tail) ?? readLastUsage(kept.text()) ?? noUsage
      return { ...unread, usage: toUsage(told), text: kept.text() }
    },
  }
}

function keepBeginning() {
  const decoder = new TextDecoder()
  let text = ''
  return {
    push(bytes: Buffer): void {
      if (text.length < MOST_KEPT) text += decoder.decode(bytes, { stream: true })
    },
    text: () => text,
  }
}

/** Embeddings have a prompt alone. */
function toUsage({ promptTokens, completionTokens, ...rest }: ToldUsage): Usage | null {
  if (promptTokens === null) return null
  return { ...rest, promptTokens, completionTokens: completionTokens ?? 0, isEstimated: false }
}
