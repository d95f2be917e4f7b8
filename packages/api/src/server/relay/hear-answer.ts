import { noUsage, tapAnswer, type ForwardPath, type ToldUsage, type Usage } from '@chatmore/llm'
import type { Told } from '../generation/estimate-usage.ts'
import { readUsage } from './read-usage.ts'

/** So many bytes of an answer are kept for the log at most, if the log keeps as many. */
const MOST_BYTES = 1024 * 1024

/** What was heard of an answer on its way to the caller. */
export interface HeardAnswer {
  content: string
  reasoning: string
  finishReason: string | null
  told: Told | null
  /** Where nothing of it has to be counted here. */
  usage: Usage | null
  /** As it came. */
  text: string
}

/** Listens to an answer for the log. `onText` is called when it begins to speak. */
export function hearAnswer(path: ForwardPath, onText: () => void) {
  const tap = path === 'chat/completions' ? tapAnswer(onText) : null
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  return {
    push(bytes: Buffer): void {
      if (tap) tap.push(bytes)
      else onText()
      if (length < MOST_BYTES) text += decoder.decode(bytes, { stream: true })
      length += bytes.length
    },
    read(): HeardAnswer {
      if (tap) {
        const { usage, textLength, ...texts } = tap.read()
        return { ...texts, told: usage === noUsage ? null : { usage, textLength }, usage: null, text }
      }
      return {
        content: '',
        reasoning: '',
        finishReason: null,
        told: null,
        usage: toUsage(readUsage(text)),
        text,
      }
    },
  }
}

/** Embeddings have a prompt alone. */
function toUsage({ promptTokens, completionTokens, ...rest }: ToldUsage): Usage | null {
  if (promptTokens === null) return null
  return { ...rest, promptTokens, completionTokens: completionTokens ?? 0, isEstimated: false }
}
