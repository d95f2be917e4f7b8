import type { DemoMessage } from './demo-message.ts'
import { composeBilingual } from './compose-bilingual.ts'
import { composeCoder } from './compose-coder.ts'
import { composeScholar } from './compose-scholar.ts'
import { composeSwift } from './compose-swift.ts'
import { demoModels } from './demo-models.ts'
import { chinese } from './phrases/chinese.ts'
import { english } from './phrases/english.ts'
import type { Phrases } from './phrases/phrases.ts'
import { readConversation, type Conversation } from './read-conversation.ts'

export interface DemoAnswer {
  reasoning: string
  content: string
}

type Compose = (conversation: Conversation, phrases: Phrases) => string[]

const composers: Record<string, Compose> = {
  'demo-swift': composeSwift,
  'demo-scholar': composeScholar,
  'demo-coder': composeCoder,
  'demo-bilingual': composeBilingual,
}

/** What a demo model answers to these messages: a pure function of both, made of the person's own words. */
export function composeAnswer(model: string, messages: DemoMessage[]): DemoAnswer {
  const conversation = readConversation(messages)
  const { language, isBrief, systemMessage, images } = conversation
  const phrases = language === 'zh' ? chinese : english
  const blocks = composeBlocks(model, conversation, phrases)
  const canSee = demoModels.some((entry) => entry.model === model && entry.capabilities.includes('vision'))
  const seen = canSee && images.length > 0 ? [phrases.images(images)] : []
  const systemNote = systemMessage === '' ? [] : [phrases.systemNote(systemMessage)]
  return {
    reasoning: model === 'demo-scholar' ? phrases.scholar.thoughts(conversation) : '',
    content: [...seen, ...(isBrief ? blocks.slice(0, 1) : blocks), ...systemNote, phrases.demoNote].join(
      '\n\n',
    ),
  }
}

function composeBlocks(model: string, conversation: Conversation, phrases: Phrases): string[] {
  const { intent, earlier } = conversation
  if (intent === 'recall') return [phrases.recall(earlier)]
  if (intent === 'greeting') {
    const name = demoModels.find((entry) => entry.model === model)?.name ?? model
    return [phrases.greeting(name), ...(earlier.length > 0 ? [phrases.position(earlier)] : [])]
  }
  return (composers[model] ?? composeSwift)(conversation, phrases)
}
