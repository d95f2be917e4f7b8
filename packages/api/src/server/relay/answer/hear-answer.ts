import {
  noUsage,
  tapAnswer,
  type ForwardPath,
  type LlmError,
  type ToldUsage,
  type Usage,
} from '@chatmore/llm'
import type { Told } from '../../generation/estimate-usage.ts'
import { hearInPages } from './hear-in-pages.ts'
import { readLastUsage } from './read-usage.ts'

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

/** Listens to an answer of so many choices for the log. `onText` is called when it begins to speak. */
export function hearAnswer(path: ForwardPath, choices: number, onText: () => void) {
  return path === 'chat/completions' ? hearChat(choices, onText) : hearOther(onText)
}

function hearChat(choices: number, onText: () => void) {
  let hasSpoken = false
  const tap = tapAnswer(() => {
    hasSpoken = true
    onText()
  }, choices)
  // How long the first text took is told to the millisecond.
  const pages = hearInPages({ hear: tap.push, isUrgent: () => !hasSpoken })
  return {
    push: pages.push,
    isFinished(): boolean {
      pages.hearAll()
      return tap.isFinished()
    },
    isOver: tap.isOver,
    read(): HeardAnswer {
      pages.hearAll()
      const { usage, textLength, ...heard } = tap.read()
      return {
        ...heard,
        told: usage === noUsage ? null : { usage, textLength },
        usage: null,
        text: pages.text(),
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
  let tail = ''
  const pages = hearInPages({
    hear: (bytes) => void (tail = (tail + bytes.toString('latin1')).slice(-TAIL)),
    isUrgent: () => false,
  })
  return {
    push(bytes: Buffer): void {
      onText()
      pages.push(bytes)
    },
    isFinished: () => false,
    isOver: () => false,
    read(): HeardAnswer {
      pages.hearAll()
      const text = pages.text()
      const told = readLastUsage(tail) ?? readLastUsage(text) ?? noUsage
      return { ...unread, usage: toUsage(told), text }
    },
  }
}

/** Embeddings have a prompt alone. */
function toUsage({ promptTokens, completionTokens, ...rest }: ToldUsage): Usage | null {
  if (promptTokens === null) return null
  return { ...rest, promptTokens, completionTokens: completionTokens ?? 0, isEstimated: false }
}
